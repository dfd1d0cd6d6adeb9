import { sql, type SQL } from 'drizzle-orm'
import { businessDate } from '@yima/shared/calendar/deadline'
import { addDays } from '@yima/shared/calendar/working-days'
import type { WorkItem, WorkList } from '@yima/shared/work/contract'
import type { Content } from '../application/content.ts'
import { claimRowsOf } from '../claim/store.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { placeNames } from '../region/office.ts'
import { open } from '../vault.ts'
import { alertsOf, type Alert } from './alert.ts'
import { nextTask, settled, type IsHere } from './next-task.ts'
import { listed, requireWork, sightOf, waitsHere } from './reach.ts'

type Officer = OfficerSession['officer']

type ListRow = {
  id: string
  kind: 'application' | 'outreach'
  receipt_number: string
  region_code: string
  state: string
  urgent: boolean
  visit_due: string
  visit_provisional: boolean
  submitted_at: Date
  papers_unseen: boolean
  name_cipher: Buffer
  /** Where somebody else speaks: whom it is about stands in what the speaker wrote. */
  key_wrapped: Buffer | null
  sealed: Buffer | null
}

/**
 * The open requests of an office. The same statement notes that this officer saw these names,
 * once a day: whoever looks is seen, and the log stays readable.
 */
export async function openRows({ db, clock }: Deps, officer: Officer, which: SQL): Promise<ListRow[]> {
  const dayStart = new Date(`${clock.today()}T00:00:00+08:00`).toISOString()
  const { rows } = await db.execute<ListRow>(sql`
    WITH listed AS (
      SELECT a.id, a.kind, a.receipt_number, a.region_code, a.state, a.urgent, a.visit_due,
             a.visit_provisional, a.submitted_at, a.county_code, a.person_id, p.name_cipher,
             EXISTS (
               SELECT 1 FROM event e WHERE e.stream = a.id AND e.type = 'papers-sent' AND NOT EXISTS (
                 SELECT 1 FROM access_log g
                  WHERE g.person_id = a.person_id AND g.reader_kind = 'officer' AND g.what = 'application'
                    AND g.at > e.at)) AS papers_unseen,
             CASE WHEN a.for_whom <> 'self' THEN p.key_wrapped END AS key_wrapped,
             CASE WHEN a.for_whom <> 'self' THEN a.sealed END AS sealed
        FROM application a JOIN person p ON p.id = a.person_id
       WHERE ${which} AND a.state IN ('submitted', 'open') AND p.key_wrapped IS NOT NULL
    ), seen AS (
      INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
      SELECT gen_random_uuid(), l.person_id, l.county_code, 'officer', ${officer.id}, 'handle', 'list', ${clock.now().toISOString()}
        FROM listed l
       WHERE NOT EXISTS (
         SELECT 1 FROM access_log g
          WHERE g.person_id = l.person_id AND g.reader_id = ${officer.id} AND g.what = 'list' AND g.at >= ${dayStart})
    )
    SELECT id, kind, receipt_number, region_code, state, urgent, visit_due::text AS visit_due,
           visit_provisional, submitted_at, papers_unseen, name_cipher, key_wrapped, sealed
      FROM listed`)
  return rows
}

/** Whom a request is about that somebody else made, as far as they said. */
function beneficiaryOf({ vault }: Deps, { key_wrapped: wrapped, sealed }: ListRow): Content['beneficiary'] {
  return wrapped && sealed ? open<Content>(vault.unwrap(wrapped), sealed).beneficiary : undefined
}

type ClaimRow = Awaited<ReturnType<typeof claimRowsOf>>[number]

type Seen = { claims: ClaimRow[]; alert: Alert | null; place: string; isHere: IsHere }

const highest = (claims: readonly ClaimRow[]): WorkItem['warning'] =>
  claims.reduce<WorkItem['warning']>(
    (most, { warned }) => ((warned ?? 0) > (most ?? 0) ? warned : most),
    null,
  )

function itemOf(deps: Deps, row: ListRow, { claims, alert, place, isHere }: Seen): WorkItem {
  const visit = { date: row.visit_due, provisional: row.visit_provisional }
  const request = { kind: row.kind, state: row.state, visit, alert, papersUnseen: row.papers_unseen }
  const { task, due } = nextTask(request, claims, isHere)
  return {
    id: row.id,
    kind: row.kind,
    receiptNumber: row.receipt_number,
    name: deps.vault.openField(row.name_cipher),
    beneficiary: beneficiaryOf(deps, row)?.name ?? null,
    place,
    urgent: row.urgent,
    alert,
    task,
    programmes: claims
      .filter((claim) => claim.state !== 'notAccepted' && claim.state !== 'withdrawn')
      .map((claim) => claim.programme),
    due,
    paused: claims.length > 0 && claims.every((claim) => claim.paused),
    warning: highest(claims.filter(({ state }) => !settled.includes(state))),
    raised: claims.some(({ raised, state }) => raised && !settled.includes(state)),
    submittedAt: new Date(row.submitted_at).toISOString(),
  }
}

/** Found once, not looked for again in every row. */
function groupBy(claims: readonly ClaimRow[]): Map<string, ClaimRow[]> {
  const groups = new Map<string, ClaimRow[]>()
  for (const claim of claims) {
    const group = groups.get(claim.applicationId)
    if (group) group.push(claim)
    else groups.set(claim.applicationId, [claim])
  }
  return groups
}

const waiting = (item: WorkItem): boolean =>
  item.urgent && !['nothing', 'wait-papers', 'wait-notice', 'elsewhere'].includes(item.task)

/** Urgent first, then by due date, then by age. */
const byUrgency = (one: WorkItem, other: WorkItem): number =>
  Number(waiting(other)) - Number(waiting(one)) ||
  (one.due?.date ?? '9999').localeCompare(other.due?.date ?? '9999') ||
  one.submittedAt.localeCompare(other.submittedAt)

/** The work list of an officer's own office. Throws `forbidden` for whoever has no requests to handle. */
export async function workList(deps: Deps, officer: Officer): Promise<WorkList> {
  requireWork(officer, 'list-visits')
  const rows = await openRows(deps, officer, listed(officer))
  const ids = rows.map((row) => row.id)
  const [claims, sight, alerts, places] = await Promise.all([
    claimRowsOf(deps.db, ids),
    sightOf(deps.db, officer),
    alertsOf(deps.db, ids),
    placeNames(
      deps.db,
      rows.map((row) => row.region_code),
    ),
  ])
  const byApplication = groupBy(claims)
  const claimsFor = ({ id, region_code: place }: ListRow) =>
    byApplication.get(id)?.filter(sight(place).shows) ?? []
  const isHere = waitsHere(officer)
  const items = rows
    .map((row) =>
      itemOf(deps, row, {
        claims: claimsFor(row),
        alert: alerts.get(row.id) ?? null,
        place: places.get(row.region_code) ?? '',
        isHere,
      }),
    )
    .sort(byUrgency)
  const today = deps.clock.today()
  const week = addDays(today, 7)
  const due = (test: (date: string) => boolean) =>
    items.filter((item) => item.due !== null && test(item.due.date)).length
  return {
    today: businessDate(deps.clock.now()),
    counts: {
      late: due((date) => date < today),
      today: due((date) => date === today),
      week: due((date) => date >= today && date <= week),
      all: items.length,
    },
    items,
  }
}
