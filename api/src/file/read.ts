import { and, eq, sql } from 'drizzle-orm'
import { Hono, type Context } from 'hono'
import { v7 as uuidv7 } from 'uuid'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { Problem } from '@yima/shared/problem'
import type { Content } from '../application/content.ts'
import { picturesNamed } from '../application/pictures.ts'
import { application } from '../application/table.ts'
import { pathParam } from '../http/body.ts'
import type { Deps, Env, OfficerSession, ResidentSession } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { getOfficer, getResident, officerOnly, residentOnly } from '../identity/session.ts'
import { ownPersons } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { picturesOf, worksOf } from '../renovation/store.ts'
import { open, openBytes } from '../vault.ts'
import { onDesk, requireWork } from '../work/reach.ts'
import { file } from './table.ts'

const byId = pathParam(v.object({ id: entityId }))

type Row = typeof file.$inferSelect

/** The bytes of a picture, for whoever was found to see it. */
export async function pictureAnswer(c: Context<Env>, { files, vault }: Deps, row: Row): Promise<Response> {
  const sealed = await files.get(row.contentHash)
  const bytes = openBytes(vault.unwrap(row.keyWrapped), sealed)
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': row.mime,
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    'content-disposition': 'inline',
  })
}

/** The office's look at a picture: found and logged by one statement, `not-found` outside the own office. */
async function getOfficePicture(
  { db, clock }: Deps,
  officer: OfficerSession['officer'],
  id: string,
): Promise<Row> {
  requireWork(officer, 'see-application')
  const { rowCount } = await db.execute(sql`
    INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
    SELECT ${uuidv7()}, a.person_id, a.county_code, 'officer', ${officer.id}, 'handle', 'picture', ${clock.now().toISOString()}
      FROM file f JOIN application a ON a.id = f.application_id
     WHERE f.id = ${id} AND ${onDesk(officer)}`)
  const [row] = rowCount === 1 ? await db.select().from(file).where(eq(file.id, id)) : []
  if (!row) throw new Problem('not-found')
  return row
}

/** Those that the own request names, and of the works on the own house; a letter about another adult, kept with it, is the office’s. */
async function getOwnPicture({ db, vault }: Deps, resident: ResidentSession, id: string): Promise<Row> {
  const [row] = await db
    .select({ file, sealed: application.sealed, key: person.keyWrapped })
    .from(file)
    .innerJoin(application, eq(application.id, file.applicationId))
    .innerJoin(person, eq(person.id, application.personId))
    .where(and(eq(file.id, id), ownPersons(resident)))
  const key = row?.key && vault.unwrap(row.key)
  if (!key || !row.file.applicationId) throw new Problem('not-found')
  if (picturesNamed(open<Content>(key, row.sealed)).includes(id)) return row.file
  const houses = await worksOf(db, key, row.file.applicationId)
  if (!houses.some(({ works }) => picturesOf(works).includes(id))) throw new Problem('not-found')
  return row.file
}

/** Pictures back to those who may see them: the office that has the request, and its owner. */
export function pictureRoutes(deps: Deps) {
  return new Hono<Env>()
    .get(
      '/work/files/:id',
      describe({ tag: 'file', summary: 'A picture of a request of one’s office' }),
      officerOnly(deps),
      byId,
      async (c) => pictureAnswer(c, deps, await getOfficePicture(deps, getOfficer(c), c.req.param('id'))),
    )
    .get(
      '/me/files/:id',
      describe({ tag: 'file', summary: 'A picture of one’s own' }),
      residentOnly(deps),
      byId,
      async (c) => pictureAnswer(c, deps, await getOwnPicture(deps, getResident(c), c.req.param('id'))),
    )
}
