import { eq, inArray, sql, type SQL } from 'drizzle-orm'
import { holidays } from '@yima/shared/calendar/holidays'
import { addDays } from '@yima/shared/calendar/working-days'
import type { HousesWaiting, RenovationLine, RenovationList, RenovationView } from '@yima/shared/renovation/contract'
import { renovationActs } from '@yima/shared/renovation/contract'
import { whyNot } from '@yima/shared/renovation/decide'
import { companionsFor } from '@yima/shared/process/seat'
import { nextOf } from '@yima/shared/renovation/next'
import { isFinished, isStopped, releasedOf, stageNow, type Renovation } from '@yima/shared/renovation/renovation'
import { sharesAt } from '@yima/shared/renovation/stages'
import { pairsOf } from '@yima/shared/renovation/view'
import { Problem } from '@yima/shared/problem'
import { handlersOf } from '../application/act.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { openRequest, type Request } from '../household/request.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { file } from '../file/table.ts'
import { placeName, placeNames } from '../region/office.ts'
import { officer as officerTable } from '../region/table.ts'
import { noteDeskLook } from '../trail/desk-look.ts'
import { open } from '../vault.ts'
import { staffFor } from '../work/staff.ts'
import { findActingAt, housesOf, requireActingAt } from './reach.ts'
import { picturesOf, type RenovationRow } from './store.ts'
import { renovation } from './table.ts'

type Officer = OfficerSession['officer']
type Row = {
  id: string
  region_code: string
  receipt_number: string
  name_cipher: Buffer
  key_wrapped: Buffer
  sealed: Buffer
}

/** More houses than a county builds in two years. */
const mostHouses = 500

/** The rows of houses, whose day is nearest first; whose names these are is noted once a day by the same statement. */
async function rowsOf({ db, clock }: Deps, officer: Officer, within: SQL): Promise<Row[]> {
  const dayStart = new Date(`${clock.today()}T00:00:00+08:00`).toISOString()
  const { rows } = await db.execute<Row>(sql`
    WITH houses AS MATERIALIZED (
      SELECT r.id, r.region_code, r.sealed, r.next_on, a.receipt_number, a.person_id, a.county_code, p.name_cipher, p.key_wrapped
        FROM renovation r JOIN application a ON a.id = r.application_id JOIN person p ON p.id = a.person_id
       WHERE p.key_wrapped IS NOT NULL AND ${within}
       ORDER BY r.next_on NULLS LAST, r.id DESC
       LIMIT ${mostHouses}
    ), seen AS (
      INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
      SELECT gen_random_uuid(), h.person_id, h.county_code, 'officer', ${officer.id}, 'handle', 'list', ${clock.now().toISOString()}
        FROM houses h
       WHERE NOT EXISTS (
         SELECT 1 FROM access_log g
          WHERE g.person_id = h.person_id AND g.reader_id = ${officer.id} AND g.what = 'list' AND g.at >= ${dayStart})
    )
    SELECT id, region_code, receipt_number, name_cipher, key_wrapped, sealed FROM houses ORDER BY next_on NULLS LAST, id DESC`)
  return rows
}

type Head = Omit<RenovationLine, 'id' | 'name' | 'receiptNumber' | 'place'>
const headOf = (works: Renovation, region: string): Head => ({
  grade: works.grade,
  stage: stageNow(works) ?? null,
  stopped: isStopped(works),
  finished: isFinished(works),
  next: nextOf(works, region, holidays) ?? null,
  subsidy: works.subsidy,
  released: releasedOf(works),
})

/** Houses of the own place; whoever leads a county sees there what is late in its townships. */
export async function renovationsFor(deps: Deps, officer: Officer): Promise<RenovationList> {
  const rows = await rowsOf(deps, officer, await housesOf(deps.db, officer))
  const places = await placeNames(deps.db, rows.map(({ region_code: place }) => place))
  const houses = rows.map((row): RenovationLine => ({
    id: row.id,
    name: deps.vault.openField(row.name_cipher),
    receiptNumber: row.receipt_number,
    place: places.get(row.region_code) ?? '',
    ...headOf(open<Renovation>(deps.vault.unwrap(row.key_wrapped), row.sealed), row.region_code),
  }))
  return { today: deps.clock.today(), houses }
}

/** Days before the last one on which a house stands on the desk. */
const soonDays = 3

/** How many houses wait at this desk: what is late stands on the desk of every level above, too. Nobody is named. */
export async function housesWaiting({ db, clock }: Deps, officer: Officer): Promise<HousesWaiting> {
  const today = clock.today()
  const { rows } = await db.execute<HousesWaiting>(sql`
    SELECT count(*) FILTER (WHERE r.next_on < ${today})::int AS late,
           count(*) FILTER (WHERE r.next_on BETWEEN ${today} AND ${addDays(today, soonDays)})::int AS soon
      FROM renovation r JOIN application a ON a.id = r.application_id JOIN person p ON p.id = a.person_id
     WHERE p.key_wrapped IS NOT NULL AND r.next_on IS NOT NULL AND ${await housesOf(db, officer)}`)
  return rows[0] ?? { late: 0, soon: 0 }
}

type Opened = { row: RenovationRow; works: Renovation; request: Request } & Awaited<ReturnType<typeof handlersOf>>

/** The works on a house that this officer may see; the look is noted. Throws `not-found` for any other. */
async function openWorks(tx: Transaction, deps: Deps, officer: Officer, id: string): Promise<Opened> {
  const [row] = await tx.select().from(renovation).where(eq(renovation.id, id))
  if (!row) throw new Problem('not-found')
  const request = await openRequest(tx, deps, row.applicationId)
  const handlers = await handlersOf(tx, deps, request.row, request.content)
  await requireActingAt(tx, officer, 'see-renovation', row.regionCode, handlers.excluded)
  await noteDeskLook(tx, deps, officer, { id: row.applicationId, what: 'renovation', within: sql`true` })
  return { row, works: open<Renovation>(request.key, row.sealed), request, ...handlers }
}

/** Whoever has had a hand in it, by name. */
async function namesIn(tx: Transaction, { inspections, stops, proposed, accepted }: Renovation): Promise<(id: string) => string> {
  const ids = [
    ...inspections.flatMap(({ by, companion }) => [by, ...(companion === null ? [] : [companion])]),
    ...stops.flatMap(({ by, lifted }) => [by, ...(lifted ? [lifted.by] : [])]),
    ...(proposed ? [proposed.by] : []),
    ...accepted.flatMap(({ by, second }) => [by, second.by]),
  ]
  if (ids.length === 0) return () => ''
  const rows = await tx.select({ id: officerTable.id, name: officerTable.name }).from(officerTable).where(inArray(officerTable.id, [...new Set(ids)]))
  return (id) => rows.find((one) => one.id === id)?.name ?? ''
}

/** What happened so far, with everybody by name. */
function historyOf(works: Renovation, nameOf: (id: string) => string) {
  const { plan, survey } = works
  return {
    survey: survey && { from: survey.from, on: survey.on, graders: [...survey.graders], parts: [...survey.parts], words: survey.words, pictures: [...survey.pictures] },
    plan: plan && { ...plan, signed: { how: plan.signed.how, picture: plan.signed.picture, witness: plan.signed.witness ?? null } },
    parts: works.parts.map((part, at) => {
      const done = works.accepted[at]
      const released = done && { on: done.second.on, by: [nameOf(done.by), nameOf(done.second.by)], words: done.words, pictures: [...done.pictures] }
      return { ...part, released: released ?? null }
    }),
    inspections: works.inspections.map(({ by, companion, pictures, ...one }) => ({
      ...one, pictures: [...pictures], by: [nameOf(by), ...(companion === null ? [] : [nameOf(companion)])],
    })),
    stops: works.stops.map(({ by, lifted, ...stop }) => ({ ...stop, by: nameOf(by), lifted: lifted && { ...lifted, by: nameOf(lifted.by) } })),
    proposed: works.proposed && {
      id: works.proposed.id, stage: works.proposed.stage, on: works.proposed.on, words: works.proposed.words,
      by: nameOf(works.proposed.by), pictures: [...works.proposed.pictures],
    },
    declined: works.declined.map(({ stage, on, reason }) => ({ stage, on, reason })),
  }
}

/** What this officer may do now, each by the rules of the office in which they may. */
async function actsOf(tx: Transaction, officer: Officer, { row, works, excluded }: Opened): Promise<RenovationView['acts']> {
  const runs = await findActingAt(tx, officer, 'run-renovation', row.regionCode, excluded)
  const looks = await findActingAt(tx, officer, 'inspect-renovation', row.regionCode, excluded)
  return renovationActs.flatMap((type) => {
    const acting = type === 'inspect' ? looks : runs
    if (!acting) return []
    return [{ type, refused: whyNot(works, type, { by: acting.id, for: acting.inPlaceOf, called: officer.name }) ?? null }]
  })
}

/** The works on one house, with everything an office needs to go on. Throws `not-found` for other places and relatives. */
export const renovationFor = (deps: Deps, officer: Officer, id: string): Promise<RenovationView> =>
  inTransaction(deps.db, async (tx) => {
    const opened = await openWorks(tx, deps, officer, id)
    const { row, works, request, staff } = opened
    const { content, person } = request
    const claim = request.claims.find((one) => one.id === row.claimId)?.state
    const { source, provisional } = sharesAt(row.regionCode, works.openedOn)
    const here = claim ? staffFor(claim, staff, row.regionCode) : []
    const self = here.find((one) => one.id === officer.id)
    return {
      id,
      today: deps.clock.today(),
      application: row.applicationId,
      name: content.beneficiary?.name ?? deps.vault.openField(person.nameCipher),
      receiptNumber: request.row.receiptNumber,
      place: await placeName(tx, row.regionCode),
      openedOn: works.openedOn,
      persons: works.persons,
      shares: { source, provisional },
      ...headOf(works, row.regionCode),
      ...historyOf(works, await namesIn(tx, works)),
      pictures: pairsOf(works),
      acts: await actsOf(tx, officer, opened),
      companions: (self ? companionsFor(self, here) : []).map(({ id: who, name, post }) => ({ id: who, name, post })),
    }
  })

/** A picture of the works on a house, for whoever may see them; the look is noted. Throws `not-found` for any other picture. */
export const pictureOfWorks = (deps: Deps, officer: Officer, id: string, picture: string): Promise<typeof file.$inferSelect> =>
  inTransaction(deps.db, async (tx) => {
    const { works } = await openWorks(tx, deps, officer, id)
    const [row] = picturesOf(works).includes(picture) ? await tx.select().from(file).where(eq(file.id, picture)) : []
    if (!row) throw new Problem('not-found')
    return row
  })
