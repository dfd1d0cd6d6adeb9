import { sql } from 'drizzle-orm'
import type { VisitOrder, VisitOrders } from '@yima/shared/visit/contract'
import { claimRowsOf } from '../claim/store.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { placeNames } from '../region/office.ts'
import { openRows } from '../work/list.ts'
import { listed, requireWork, sightOf, waitsHere } from '../work/reach.ts'
import { safetyOf } from './store.ts'

type Officer = OfficerSession['officer']

/** Requests of which a claim waits for a visit, whoever makes it. */
const waitsForVisit = sql`EXISTS (
  SELECT 1 FROM claim c, unnest(c.waits) w WHERE c.application_id = a.id AND w LIKE '%:visit')`

const dueDay = ({ due }: VisitOrder): string => due?.date ?? '9999'

/** What is urgent first, then whose day is nearest; homes of one village stay together. */
const byDay = (one: VisitOrder, other: VisitOrder): number =>
  Number(other.urgent) - Number(one.urgent) ||
  dueDay(one).localeCompare(dueDay(other)) ||
  one.region.localeCompare(other.region) ||
  one.receiptNumber.localeCompare(other.receiptNumber)

/** Homes that this officer is to visit. The look at their names is noted by the statement that finds them. */
export async function visitOrders(deps: Deps, officer: Officer): Promise<VisitOrders> {
  requireWork(officer, 'list-visits')
  const rows = await openRows(deps, officer, sql`(${listed(officer)} AND ${waitsForVisit})`)
  const ids = rows.map(({ id }) => id)
  const [claims, sight, places, safety] = await Promise.all([
    claimRowsOf(deps.db, ids),
    sightOf(deps.db, officer),
    placeNames(deps.db, rows.map(({ region_code: place }) => place)),
    safetyOf(deps.db, ids),
  ])
  const isHere = waitsHere(officer)
  const orders = rows.flatMap((row): VisitOrder[] => {
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
        id: row.id,
        receiptNumber: row.receipt_number,
        name: deps.vault.openField(row.name_cipher),
        region: row.region_code,
        place: places.get(row.region_code) ?? '',
        programmes: waiting.map(({ programme }) => programme),
        due: first ?? null,
        urgent: row.urgent,
        safety: safety.get(row.id) ?? [],
      },
    ]
  })
  return { now: deps.clock.now().toISOString(), today: deps.clock.today(), orders: orders.sort(byDay) }
}
