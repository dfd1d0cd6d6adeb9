import type { Context } from 'hono'
import type * as v from 'valibot'
import type { trackingRequest, TrackingView } from '@yima/shared/claim/contract'
import type { Deps, Env } from '../http/context.ts'
import { lastFourIndex } from '../identity/pair.ts'
import { findByReceipt, tried } from './tries.ts'

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
    paidOn: string | null
  }[]
}

const byReceipt = tried(
  'SELECT * FROM application WHERE receipt_number = $5 AND last_four_index = $6',
  `json_build_object(
           'id', a.id, 'receiptNumber', a.receipt_number, 'kind', a.kind, 'state', a.state,
           'submittedAt', a.submitted_at, 'visitDue', a.visit_due, 'visitProvisional', a.visit_provisional,
           'office', json_build_object('name', coalesce(u.name, ''), 'phone', u.phone),
           'claims', (
             SELECT coalesce(json_agg(json_build_object('state', c.state, 'dueOn', c.due_on,
                      'dueProvisional', c.due_provisional, 'paused', c.paused, 'raised', c.raised,
                      'urged', c.urged,
                      'paidOn', (SELECT (p.handed_at AT TIME ZONE 'Asia/Shanghai')::date FROM reserve_proposal p
                                  WHERE p.claim_id = c.id AND p.kind = 'payment' AND p.state = 'paid')) ORDER BY c.opened_at, c.id), '[]')
               FROM claim c WHERE c.application_id = a.id))`,
  '\n    LEFT JOIN unit u ON u.id = a.unit_id',
)

/** The application that a receipt number and its last four open. Throws `not-found` and `too-many`. */
export async function getByReceipt(
  deps: Deps,
  c: Context<Env>,
  { receiptNumber, lastFour }: v.InferOutput<typeof trackingRequest>,
): Promise<Followed & { id: string }> {
  const { found } = await findByReceipt<Followed & { id: string }>(deps, c, receiptNumber, {
    name: 'find by receipt',
    text: byReceipt,
    values: (number) => [number, lastFourIndex(deps.vault, number, lastFour)],
  })
  return found
}
