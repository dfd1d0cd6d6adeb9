import type { Context } from 'hono'
import type * as v from 'valibot'
import type { trackingRequest, TrackingView } from '@yima/shared/claim/contract'
import { Problem } from '@yima/shared/problem'
import { parseReceiptNumber } from '@yima/shared/receipt/number'
import { askSideBySide } from '../db/side-by-side.ts'
import type { Deps, Env } from '../http/context.ts'
import { networkOf } from '../http/network.ts'
import { lastFourIndex } from '../identity/pair.ts'

const wrongPerHour = 30
/** Of one receipt number a day: ten thousand last fours then take years, from however many networks. */
const wrongPerNumber = 12

type Parsed = ReturnType<typeof parseReceiptNumber>
/** Looked for in place of what is no receipt number, on the same path. */
const nobodys = 'none'

type Counter = {
  who: string
  from: string
  until: number
  most: number
  /** What it means for the reader when it is used up, where that is more than waiting a while. */
  refusal?: string
}

const hourMs = 3_600_000

/** What is counted of a try: its network by the hour, and its number by the day whether it is in use or not. */
function countersOf({ vault, clock }: Deps, network: string, parsed: Parsed): [Counter, Counter?] {
  const who = (purpose: string, value: string) => vault.index(purpose, value).toString('hex')
  const counter = (whose: string, from: number, lasts: number, most: number): Counter => ({
    who: whose,
    from: new Date(from).toISOString(),
    until: from + lasts,
    most,
  })
  const hour = Math.floor(clock.now().getTime() / hourMs) * hourMs
  const day = Date.parse(`${clock.today()}T00:00:00+08:00`)
  const ofNetwork = counter(who('network', network), hour, hourMs, wrongPerHour)
  return parsed.ok
    ? [
        ofNetwork,
        {
          ...counter(who('receipt', parsed.value), day, 24 * hourMs, wrongPerNumber),
          refusal: 'receipt-locked',
        },
      ]
    : [ofNetwork]
}

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

/**
 * One statement looks behind the receipt and counts a wrong try. Tries of one number pass one by one, also the right
 * one: of a thousand sent at once no more are answered than one after the other. A right try writes nothing. A wrong
 * last four finds nothing, as an unknown number does: what took longer would tell which receipt numbers are in use.
 * Numbers are locked before networks, always: no two wait for one another.
 */
const findByReceipt = `
  WITH stood AS MATERIALIZED (
    SELECT coalesce((SELECT wrong FROM receipt_try WHERE network = $1 AND hour = $2), 0) AS "byNetwork",
           receipt_tries_so_far($3, $4) AS "byNumber"
  ), found AS MATERIALIZED (
    SELECT * FROM application WHERE receipt_number = $5 AND last_four_index = $6
  ), counted AS (
    INSERT INTO receipt_try (network, hour, wrong)
    SELECT who, since, 1
      FROM (VALUES ($1::text, $2::timestamptz), ($3::text, $4::timestamptz)) tried (who, since), stood
     WHERE who IS NOT NULL AND "byNetwork" < ${wrongPerHour} AND "byNumber" < ${wrongPerNumber}
       AND NOT EXISTS (SELECT FROM found)
        ON CONFLICT (network, hour) DO UPDATE SET wrong = receipt_try.wrong + 1
    RETURNING network, wrong
  )
  SELECT coalesce((SELECT wrong - 1 FROM counted WHERE network = $1), stood."byNetwork") AS "byNetwork",
         coalesce((SELECT wrong - 1 FROM counted WHERE network = $3), stood."byNumber") AS "byNumber",
         CASE WHEN a.id IS NOT NULL THEN json_build_object(
           'id', a.id, 'receiptNumber', a.receipt_number, 'kind', a.kind, 'state', a.state,
           'submittedAt', a.submitted_at, 'visitDue', a.visit_due, 'visitProvisional', a.visit_provisional,
           'office', json_build_object('name', coalesce(u.name, ''), 'phone', u.phone),
           'claims', (
             SELECT coalesce(json_agg(json_build_object('state', c.state, 'dueOn', c.due_on,
                      'dueProvisional', c.due_provisional, 'paused', c.paused, 'raised', c.raised,
                      'urged', c.urged) ORDER BY c.opened_at, c.id), '[]')
               FROM claim c WHERE c.application_id = a.id)) END AS found
    FROM stood
    LEFT JOIN found a ON true
    LEFT JOIN unit u ON u.id = a.unit_id`

/** Throws `too-many`, with the seconds until the last counter that is used up begins anew. */
function refuseUsedUp({ clock }: Deps, counters: readonly [number, Counter | undefined][]): void {
  const usedUp = counters.flatMap(([before, counter]) => (counter && before >= counter.most ? [counter] : []))
  if (usedUp.length === 0) return
  const wait = Math.max(...usedUp.map(({ until }) => until)) - clock.now().getTime()
  const errors = usedUp.flatMap(({ refusal }) => (refusal ? [{ field: 'receiptNumber', code: refusal }] : []))
  throw new Problem('too-many', errors, { retryAfter: Math.max(1, Math.ceil(wait / 1000)) })
}

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
