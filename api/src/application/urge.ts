import { holidays } from '@yima/shared/calendar/holidays'
import { viewOf } from '@yima/shared/process/view'
import { tellHandlers } from '../claim/tell.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { notAllowedNow } from '../http/refusal.ts'
import type { Change } from './act.ts'

/**
 * The applicant urges, once: of every claim that is late, whoever has it and those above hear of it. Throws
 * `not-allowed-now` where nothing is late, or was urged before.
 */
export async function urgeLate(tx: Transaction, deps: Deps, change: Change): Promise<void> {
  const { claims, staff, row } = change.held
  const today = deps.clock.today()
  const urges = claims.flatMap(({ id, state }) =>
    state.process === null
      ? []
      : [{ id, ...state, process: state.process, urge: viewOf(state.process, today, holidays).urge }],
  )
  const late = urges.filter(({ urge }) => urge === 'possible')
  if (late.length === 0) {
    const code = urges.some(({ urge }) => urge === 'used') ? 'urged-before' : 'not-due'
    throw notAllowedNow('claim', code)
  }
  for (const { id, programme, process } of late) {
    change.process(id, { type: 'urge' })
    await tellHandlers(tx, deps, { programme, process, staff, home: row.regionCode }, 'sms.claim-urged', 'above')
  }
}
