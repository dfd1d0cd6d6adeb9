import { sql, type SQL } from 'drizzle-orm'
import type { MeetingsWaiting } from '@yima/shared/appraisal/contract'
import type { ClaimState } from '@yima/shared/claim/claim'
import { claimDue } from '@yima/shared/claim/workflow'
import { holidays } from '@yima/shared/calendar/holidays'
import { whyNotStep } from '@yima/shared/process/workflow'
import { handlersOf } from '../application/act.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { openRequest } from '../household/request.ts'
import { placeName } from '../region/office.ts'
import { hasDesk, hatsFor, onDesk, onDesks, requireWork } from '../work/reach.ts'
import { staffFor, villageWorkersAt, type Colleague } from '../work/staff.ts'

type Officer = OfficerSession['officer']

/** Most meetings of one village that wait at a time. */
const most = 30

/** Requests of the own village of which a claim waits for its meeting: they lie before its worker, who has no desk. */
const inVillage = (officer: Officer): SQL =>
  onDesks(officer, hatsFor(officer, 'hold-appraisal').filter((hat) => !hasDesk(officer, hat)), sql`a.person_id`, ({ role, regionCode }) =>
    role === 'village-worker'
      ? [sql`(a.region_code = ${regionCode} AND EXISTS (
           SELECT 1 FROM claim c WHERE c.application_id = a.id AND 'village:appraisal' = ANY (c.waits)))`]
      : [sql`false`])

/** Where an officer may write the minutes of a meeting: what lies on the own desk, and what waits in the own village. */
export const beforeHall = (officer: Officer): SQL => sql`(${onDesk(officer)} OR ${inVillage(officer)})`

/** Who may sit there for the office: the staff of the claim, and the workers of the village. */
export async function hallStaff(
  db: Pick<Transaction, 'execute'>, { clock }: Pick<Deps, 'clock'>, state: ClaimState,
  { staff, excluded, row }: { staff: readonly Colleague[]; excluded: readonly string[]; row: { regionCode: string } },
): Promise<Colleague[]> {
  return [...staffFor(state, staff, row.regionCode), ...(await villageWorkersAt(db, row.regionCode, clock.today(), excluded))]
}

/** Meetings that the worker of a village may hold now, by their days; of whom they are the sheet tells, and that look is noted. */
export function meetingsWaiting(deps: Deps, officer: Officer): Promise<MeetingsWaiting> {
  requireWork(officer, 'hold-appraisal')
  return inTransaction(deps.db, async (tx) => {
    const { rows } = await tx.execute<{ id: string }>(sql`SELECT a.id FROM application a WHERE ${inVillage(officer)} ORDER BY a.submitted_at LIMIT ${most}`)
    const items: MeetingsWaiting['items'] = []
    for (const { id } of rows) items.push(...(await waitingOf(tx, deps, officer, id)))
    return { items }
  })
}

async function waitingOf(tx: Transaction, deps: Deps, officer: Officer, id: string): Promise<MeetingsWaiting['items']> {
  const request = await openRequest(tx, deps, id)
  const { excluded, staff } = await handlersOf(tx, deps, request.row, request.content)
  const place = await placeName(tx, request.row.regionCode)
  const items: MeetingsWaiting['items'] = []
  for (const { id: claimId, state } of request.claims) {
    const { process } = state
    if (process === null) continue
    const actor = (await hallStaff(tx, deps, state, { staff, excluded, row: request.row })).find((one) => one.id === officer.id)
    if (!actor || whyNotStep(process, 'record', 'appraisal', { actor, excluded }) !== undefined) continue
    items.push({ application: id, claim: claimId, receiptNumber: request.row.receiptNumber, programme: state.programme, place, due: claimDue(state, holidays) })
  }
  return items
}
