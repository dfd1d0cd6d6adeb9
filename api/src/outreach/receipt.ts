import type { Context } from 'hono'
import type { OutreachStatus } from '@yima/shared/outreach/contract'
import type { Deps, Env, Once } from '../http/context.ts'
import { numberOfWrite } from '../tracking/number-of-write.ts'
import { findByReceipt, tried } from '../tracking/tries.ts'

/** The receipt number of the write that points somebody out. */
export const numberFor = (deps: Pick<Deps, 'vault'>, once: Once): string => numberOfWrite(deps, 'outreach-number', once)

export const receiptIndex = ({ vault }: Pick<Deps, 'vault'>, number: string): Buffer => vault.index('outreach-receipt', number)

/** Somebody of the office has opened it, or was there. That it stood in a list is no look. */
const isSeen = `(a.state = 'open' OR EXISTS (
  SELECT 1 FROM access_log g
   WHERE g.person_id = a.person_id AND g.reader_kind = 'officer' AND g.what IN ('application', 'visit')))`

/** As tries of applications: they count together, by network and by number. */
const byReceipt = tried(
  `SELECT r.* FROM outreach_note n JOIN application r ON r.id = n.application_id
    WHERE n.receipt_index = $5 AND n.key_wrapped IS NOT NULL`,
  `json_build_object(
     'kind', a.kind, 'state', a.state, 'date', a.visit_due, 'provisional', a.visit_provisional, 'seen', ${isSeen},
     'office', json_build_object('name', coalesce(u.name, ''), 'phone', u.phone))`,
  '\n    LEFT JOIN unit u ON u.id = a.unit_id',
)

type Followed = {
  kind: 'application' | 'outreach'
  state: string
  date: string
  provisional: boolean
  seen: boolean
  office: OutreachStatus['office']
}

/** Next to nothing: not whether that person said yes, nor to what. */
function stateOf({ kind, state, seen }: Followed): OutreachStatus['state'] {
  if (state !== 'submitted' && state !== 'open') return 'closed'
  if (kind === 'application') return 'with-them'
  return seen ? 'looked-at' : 'waiting'
}

/** What came of somebody's being pointed out, for whoever has the number. Throws `not-found` and `too-many`. */
export async function statusByReceipt(deps: Deps, c: Context<Env>, typed: string): Promise<OutreachStatus> {
  const { number, found } = await findByReceipt<Followed>(deps, c, typed, {
    name: 'find outreach by receipt',
    text: byReceipt,
    values: (receiptNumber) => [receiptIndex(deps, receiptNumber)],
    wrong: 'receipt-unknown',
  })
  const { date, provisional, office } = found
  const state = stateOf(found)
  const visitBy = state === 'waiting' || state === 'looked-at' ? { date, provisional } : null
  return { receiptNumber: number, state, visitBy, office }
}
