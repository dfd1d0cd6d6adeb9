import { asc, eq, inArray } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import { regionCode } from '@yima/shared/border'
import { Problem } from '@yima/shared/problem'
import { regionsAbove } from '@yima/shared/region/code'
import { placeView, type PlaceView, type RegionView } from '@yima/shared/region/contract'
import type { Database } from '../db/connection.ts'
import { pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { getHandlingOffice } from './office.ts'
import { region, unit } from './table.ts'

const view = ({ code, name, level, parent }: RegionView): RegionView => ({ code, name, level, parent })

async function supervisorsOf(db: Database, codes: string[]) {
  const kinds = ['discipline', 'oversight', 'petition']
  const rows = await db.select().from(unit).where(inArray(unit.regionCode, codes)).orderBy(asc(unit.id))
  // The township's own discipline office is left out: it sits in the house complained about.
  return rows
    .filter((row) => kinds.includes(row.kind) && row.regionCode.endsWith('000000'))
    .map(({ name, phone }) => ({ name, phone }))
}

async function getPlace(db: Database, code: string): Promise<PlaceView> {
  const line = [code, ...regionsAbove(code)]
  const [found, children] = await Promise.all([
    db.select().from(region).where(inArray(region.code, line)),
    db.select().from(region).where(eq(region.parent, code)).orderBy(asc(region.code)),
  ])
  const self = found.find((row) => row.code === code)
  if (!self) throw new Problem('not-found')
  const path = [...line]
    .reverse()
    .flatMap((above) => found.filter((row) => row.code === above && above !== code))
  const served = self.level === 'village' || self.level === 'town' || self.level === 'county'
  const office = served ? await getHandlingOffice(db, code) : null
  return {
    ...view(self),
    path: path.map(view),
    children: children.map(view),
    office: office && { name: office.name, phone: office.phone },
    supervisors: await supervisorsOf(db, line),
  }
}

/** The region tree, one place at a time: village codes never travel with the app. */
export function regionRoutes({ db, config }: Deps) {
  return new Hono<Env>()
    .get(
      '/regions',
      describe({
        tag: 'region',
        summary: 'The county of this installation and its townships',
        answer: placeView,
      }),
      async (c) => {
        c.header('cache-control', 'public, max-age=300')
        return c.json(await getPlace(db, `${config.countyCode}000000`))
      },
    )
    .get(
      '/regions/:code',
      describe({
        tag: 'region',
        summary: 'A place, what lies in it and which office serves it',
        answer: placeView,
      }),
      pathParam(v.object({ code: regionCode })),
      async (c) => {
        c.header('cache-control', 'public, max-age=300')
        return c.json(await getPlace(db, c.req.param('code')))
      },
    )
}
