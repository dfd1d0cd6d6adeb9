import type { Context } from 'hono'
import type * as v from 'valibot'
import type { trackingRequest, TrackingView } from '@yima/shared/claim/contract'
import { Problem } from '@yima/shared/problem'
import { parseReceiptNumber } from '@yima/shared/receipt/number'
import { askSideBySide } from '../db/side-by-side.ts'
import type { Deps, Env } from '../http/context.ts'
import { networkOf } from '../http/network.ts'
import { lastFourIndex } from '../identity/pair.ts'
import { countersOf, nobodys, refuseUsedUp, tried } from './tries.ts'

/** What the receipt number and its last four show, and how many wrong tries both counters had before. */
type Found = { byNetwork: number; byNumber: number; found: (Followed & { id: string }) | null }

/** An application as far as its receipt opens it. */
export type Followed = {
  receiptNumber: string
  kind: 'application' | 'outreach'
  state: TrackingView['state']
  submittedAt: string
  visitDue: string
  visitProvisional: boolean
  office: { name: string; phone: string | null }
  claims: {
    state: string
    dueOn: string | null
    dueProvisional: boolean
    paused: boolean
    raised: boolean
    urged: boolean
  }[]
}

const findByReceipt = tried(
  'SELECT * FROM application WHERE receipt_number = $5 AND last_four_index = $6',
  `json_build_object(
           'id', a.id, 'receiptNumber', a.receipt_number, 'kind', a.kind, 'state', a.state,
           'submittedAt', a.submitted_at, 'visitDue', a.visit_due, 'visitProvisional', a.visit_provisional,
           'office', json_build_object('name', coalesce(u.name, ''), 'phone', u.phone),
           'claims', (
             SELECT coalesce(json_agg(json_build_object('state', c.state, 'dueOn', c.due_on,
                      'dueProvisional', c.due_provisional, 'paused', c.paused, 'raised', c.raised,
                      'urged', c.urged) ORDER BY c.opened_at, c.id), '[]')
               FROM claim c WHERE c.application_id = a.id))`,
  '\n    LEFT JOIN unit u ON u.id = a.unit_id',
)

/**
 * The application that a receipt number and its last four open, by whichever route they come: wrong
 * tries count together. Throws `not-found`, alike for unknown and wrong, and `too-many`.
 */
export async function getByReceipt(
  deps: Deps,
  c: Context<Env>,
  { receiptNumber: typed, lastFour }: v.InferOutput<typeof trackingRequest>,
): Promise<Followed & { id: string }> {
  const network = deps.config.withoutBudgets ? crypto.randomUUID() : networkOf(c)
  const parsed = parseReceiptNumber(typed)
  const [ofNetwork, ofNumber] = countersOf(deps, network, parsed)
  const number = parsed.ok ? parsed.value : nobodys
  const [row] = await askSideBySide<Found>(deps.db.$client, {
    name: 'find by receipt',
    text: findByReceipt,
    values: [
      ...[ofNetwork.who, ofNetwork.from, ofNumber?.who ?? null, ofNumber?.from ?? null],
      ...[number, lastFourIndex(deps.vault, number, lastFour)],
    ],
  })
  if (!row) throw new Error('A statement that always answers with one row answered with none')
  refuseUsedUp(deps, [
    [row.byNetwork, ofNetwork],
    [row.byNumber, ofNumber],
  ])
  if (!row.found) throw new Problem('not-found', [{ field: 'receiptNumber', code: 'receipt-or-four' }])
  return row.found
}
