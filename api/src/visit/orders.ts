import { inArray, sql, type SQL } from 'drizzle-orm'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { VisitOrder, VisitOrders } from '@yima/shared/visit/contract'
import type { Content } from '../application/content.ts'
import { claim } from '../claim/table.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { relatedRequests } from '../organisation/relatives.ts'
import { visitedBy } from '../outreach/reach.ts'
import { placeNames } from '../region/office.ts'
import { open } from '../vault.ts'
import { onDesk, requireWork, sightOf } from '../work/reach.ts'
import { hereFor } from '../work/waiting.ts'
import { safetyOf } from './store.ts'

type Officer = OfficerSession['officer']

type Row = {
  id: string
  kind: 'application' | 'outreach'
  receipt_number: string
  region_code: string
  urgent: boolean
  name_cipher: Buffer
  visit_due: string
  visit_provisional: boolean
  /** Of somebody who was pointed out: who that is, stands in what was said of them. */
  sealed: Buffer | null
  key_wrapped: Buffer | null
}

/** More homes than that nobody visits before the next look. */
const mostHomes = 200

/** Not only of whoever applied: of everybody of the household who is known, and of whom it is asked for. */
const relatedTo = (officers: readonly string[]): SQL => sql`a.id <> ALL (${relatedRequests(officers)})`

/** Requests of which a claim waits for a visit, or somebody who was pointed out for the first one. Whose names these are is noted once a day by the same statement. */
async function homesOf({ db, clock }: Deps, officer: Officer): Promise<Row[]> {
  const dayStart = new Date(`${clock.today()}T00:00:00+08:00`).toISOString()
  const { rows } = await db.execute<Row>(sql`
    WITH homes AS MATERIALIZED (
      SELECT a.id, a.kind, a.receipt_number, a.region_code, a.urgent, a.county_code, a.person_id, p.name_cipher,
             a.visit_due::text AS visit_due, a.visit_provisional,
             CASE WHEN a.kind = 'outreach' THEN a.sealed END AS sealed, CASE WHEN a.kind = 'outreach' THEN p.key_wrapped END AS key_wrapped
        FROM application a JOIN person p ON p.id = a.person_id
       WHERE a.state IN ('submitted', 'open') AND p.key_wrapped IS NOT NULL
         AND (${visitedBy(officer, relatedTo)} OR (a.kind = 'application' AND ${onDesk(officer, relatedTo)}
              AND EXISTS (SELECT 1 FROM claim c, unnest(c.waits) w WHERE c.application_id = a.id AND w LIKE '%:visit')))
       ORDER BY a.urgent DESC, a.visit_due, a.id
       LIMIT ${mostHomes}
    ), seen AS (
      INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
      SELECT gen_random_uuid(), h.person_id, h.county_code, 'officer', ${officer.id}, 'handle', 'list', ${clock.now().toISOString()}
        FROM homes h
       WHERE NOT EXISTS (
         SELECT 1 FROM access_log g
          WHERE g.person_id = h.person_id AND g.reader_id = ${officer.id} AND g.what = 'list' AND g.at >= ${dayStart})
    )
    SELECT id, kind, receipt_number, region_code, urgent, name_cipher, visit_due, visit_provisional, sealed, key_wrapped FROM homes`)
  return rows
}

/** Searched columns of the claims of these requests; nothing is unsealed. */
async function claimsOf({ db }: Deps, ids: readonly string[]) {
  if (ids.length === 0) return []
  const { applicationId, programme, state, dueOn, dueProvisional, paused, waits, raised, desks } = claim
  return db
    .select({ applicationId, programme: sql<ProgrammeId>`${programme}`, state, dueOn, dueProvisional, paused, waits, raised, desks })
    .from(claim)
    .where(inArray(claim.applicationId, [...ids]))
}

const dueDay = ({ due }: VisitOrder): string => due?.date ?? '9999'

/** What is urgent first, then whose day is nearest; homes of one village stay together. */
const byDay = (one: VisitOrder, other: VisitOrder): number =>
  Number(other.urgent) - Number(one.urgent) ||
  dueDay(one).localeCompare(dueDay(other)) ||
  one.region.localeCompare(other.region) ||
  one.receiptNumber.localeCompare(other.receiptNumber)

/** Somebody whom others pointed out: who and where, as far as anybody said. */
function firstOrder({ vault }: Deps, row: Row, around: Pick<VisitOrder, 'place' | 'safety'>): VisitOrder[] {
  if (row.sealed === null || row.key_wrapped === null) return []
  const { beneficiary } = open<Content>(vault.unwrap(row.key_wrapped), row.sealed)
  return [
    {
      ...around,
      id: row.id,
      receiptNumber: row.receipt_number,
      name: beneficiary?.name ?? '',
      region: row.region_code,
      programmes: [],
      due: { date: row.visit_due, provisional: row.visit_provisional },
      urgent: row.urgent,
      first: { whereToFind: beneficiary?.whereToFind ?? null },
    },
  ]
}

/** Homes that this officer is to visit. The look at their names is noted by the statement that finds them. */
export async function visitOrders(deps: Deps, officer: Officer): Promise<VisitOrders> {
  requireWork(officer, 'list-visits')
  const rows = await homesOf(deps, officer)
  const ids = rows.map(({ id }) => id)
  const [claims, sight, places, safety] = await Promise.all([
    claimsOf(deps, ids),
    sightOf(deps.db, officer),
    placeNames(deps.db, rows.map(({ region_code: place }) => place)),
    safetyOf(deps.db, ids),
  ])
  const isHere = hereFor([officer, ...(officer.deputyFor ?? [])])
  const orders = rows.flatMap((row): VisitOrder[] => {
    const around = { place: places.get(row.region_code) ?? '', safety: safety.get(row.id) ?? [] }
    if (row.kind === 'outreach') return firstOrder(deps, row, around)
    const waiting = claims
      .filter(({ applicationId }) => applicationId === row.id)
      .filter(sight(row.region_code).shows)
      .filter(({ waits, paused }) => !paused && waits.some((wait) => wait.endsWith(':visit') && isHere(wait)))
    if (waiting.length === 0) return []
    const [first] = waiting
      .flatMap(({ dueOn, dueProvisional }) => (dueOn === null ? [] : [{ date: dueOn, provisional: dueProvisional }]))
      .sort((one, other) => one.date.localeCompare(other.date))
    return [
      {
        ...around,
        id: row.id,
        receiptNumber: row.receipt_number,
        name: deps.vault.openField(row.name_cipher),
        region: row.region_code,
        programmes: waiting.map(({ programme }) => programme),
        due: first ?? null,
        urgent: row.urgent,
      },
    ]
  })
  return { now: deps.clock.now().toISOString(), today: deps.clock.today(), orders: orders.sort(byDay) }
}
