import { eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { FirstVisit } from '@yima/shared/outreach/contract'
import { Problem } from '@yima/shared/problem'
import type { Content } from '../application/content.ts'
import { application } from '../application/table.ts'
import { officeOf } from '../application/view.ts'
import { file } from '../file/table.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { person } from '../identity/table.ts'
import { placeName } from '../region/office.ts'
import { eventsOf, type StoredEvent } from '../trail/read.ts'
import { open } from '../vault.ts'
import { requireWork } from '../work/reach.ts'
import { visitedBy } from './reach.ts'
import { notesOf, noteView } from './store.ts'

type Officer = OfficerSession['officer']

const tryOf = ({ by, payload }: StoredEvent): FirstVisit['tries'][number] =>
  ({ on: String(payload['visitedOn']), by, why: String(payload['reason']) })

/** All that is needed at the door of somebody who was pointed out. Throws `not-found` for what this officer does not go to. */
export async function firstVisitOf(deps: Deps, reader: Officer, id: string): Promise<FirstVisit> {
  requireWork(reader, 'visit-outreach')
  const { db, vault, clock } = deps
  const { rowCount } = await db.execute(sql`
    INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
    SELECT ${uuidv7()}, a.person_id, a.county_code, 'officer', ${reader.id}, 'handle', 'visit', ${clock.now().toISOString()}
      FROM application a WHERE a.id = ${id} AND a.state IN ('submitted', 'open') AND ${visitedBy(reader)}`)
  const [found] = rowCount === 1
    ? await db.select().from(application).innerJoin(person, eq(person.id, application.personId)).where(eq(application.id, id))
    : []
  if (!found?.person.keyWrapped) throw new Problem('not-found')
  const { application: row, person: who } = found
  const key = vault.unwrap(found.person.keyWrapped)
  const { beneficiary = {}, words, photos } = open<Content>(key, row.sealed)
  const [events, notes, office, place] = await Promise.all([
    eventsOf(db, key, id), notesOf(db, deps, id), officeOf(db, row.unitId), placeName(db, row.regionCode),
  ])
  return {
    now: clock.now().toISOString(),
    id,
    receiptNumber: row.receiptNumber,
    place,
    name: beneficiary.name ?? null,
    phone: beneficiary.phone ?? null,
    whereToFind: beneficiary.whereToFind ?? null,
    words,
    photos,
    urgent: row.urgent,
    due: { date: row.visitDue, provisional: row.visitProvisional },
    tries: events.filter(({ type }) => type === 'outreach-tried').map(tryOf).reverse(),
    notes: notes.map(noteView),
    // Whoever spoke under their own name is known by it; of a finder nobody knows one.
    speaker: notes.length > 0 ? null : { name: vault.openField(who.nameCipher), phone: who.phoneCipher && vault.openField(who.phoneCipher) },
    office,
  }
}

/** A picture that a finder sent, for whoever goes there; found and noted by one statement. */
export async function pictureFor({ db, clock }: Deps, reader: Officer, id: string, fileId: string) {
  requireWork(reader, 'visit-outreach')
  const { rowCount } = await db.execute(sql`
    INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
    SELECT ${uuidv7()}, a.person_id, a.county_code, 'officer', ${reader.id}, 'handle', 'picture', ${clock.now().toISOString()}
      FROM file f JOIN application a ON a.id = f.application_id
     WHERE f.id = ${fileId} AND a.id = ${id} AND a.state IN ('submitted', 'open') AND ${visitedBy(reader)}`)
  const [row] = rowCount === 1 ? await db.select().from(file).where(eq(file.id, fileId)) : []
  if (!row) throw new Problem('not-found')
  return row
}
