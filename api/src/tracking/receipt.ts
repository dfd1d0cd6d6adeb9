import { sql } from 'drizzle-orm'
import type { Context } from 'hono'
import type * as v from 'valibot'
import type { trackingRequest, TrackingView } from '@yima/shared/claim/contract'
import { Problem } from '@yima/shared/problem'
import { parseReceiptNumber } from '@yima/shared/receipt/number'
import type { Deps, Env } from '../http/context.ts'
import { networkOf } from '../http/network.ts'
import { lastFourIndex } from '../identity/pair.ts'

const wrongPerHour = 30
/** Of one receipt number a day: ten thousand last fours then take years, from however many networks. */
const wrongPerNumber = 12

type Parsed = ReturnType<typeof parseReceiptNumber>
/** Looked for in place of what is no receipt number, on the same path. */
const nobodys = 'none'

type Counter = { who: string; from: string; most: number }

/** What is counted of a try: its network by the hour, and its number by the day whether it is in use or not. */
function countersOf({ vault, clock }: Deps, network: string, parsed: Parsed): [Counter, Counter?] {
  const hour = new Date(Math.floor(clock.now().getTime() / 3_600_000) * 3_600_000).toISOString()
  const day = new Date(`${clock.today()}T00:00:00+08:00`).toISOString()
  const who = (purpose: string, value: string) => vault.index(purpose, value).toString('hex')
  const ofNetwork = { who: who('network', network), from: hour, most: wrongPerHour }
  return parsed.ok
    ? [ofNetwork, { who: who('receipt', parsed.value), from: day, most: wrongPerNumber }]
    : [ofNetwork]
}

/** Counted in the database, so that many processes count as one. */
async function countWrong({ db }: Deps, counters: readonly (Counter | undefined)[]): Promise<void> {
  for (const counter of counters) {
    if (!counter) continue
    await db.execute(sql`
      INSERT INTO receipt_try (network, hour, wrong) VALUES (${counter.who}, ${counter.from}, 1)
      ON CONFLICT (network, hour) DO UPDATE SET wrong = receipt_try.wrong + 1`)
  }
}

/** What the receipt number and its last four show, and how often both counters stand. */
type Found = {
  byNetwork: number | null
  byNumber: number | null
  id: string | null
} & Followed

/** An application as far as its receipt opens it. */
export type Followed = {
  receiptNumber: string
  kind: 'application' | 'outreach'
  state: TrackingView['state']
  submittedAt: Date
  visitDue: string
  visitProvisional: boolean
  office: { name: string; phone: string | null }
  claims: { state: string; dueOn: string | null; dueProvisional: boolean; paused: boolean }[]
}

/**
 * One statement for the counters and what lies behind the receipt. A wrong last four finds nothing,
 * as an unknown number does: what took longer would tell which receipt numbers are in use.
 */
const findByReceipt = `
  SELECT (SELECT wrong FROM receipt_try WHERE network = $1 AND hour = $2) AS "byNetwork",
         (SELECT wrong FROM receipt_try WHERE network = $3 AND hour = $4) AS "byNumber",
         a.id, a.receipt_number AS "receiptNumber", a.kind, a.state, a.submitted_at AS "submittedAt",
         a.visit_due AS "visitDue", a.visit_provisional AS "visitProvisional",
         json_build_object('name', coalesce(u.name, ''), 'phone', u.phone) AS office,
         (SELECT coalesce(json_agg(json_build_object('state', c.state, 'dueOn', c.due_on,
                   'dueProvisional', c.due_provisional, 'paused', c.paused) ORDER BY c.opened_at, c.id), '[]')
            FROM claim c WHERE c.application_id = a.id) AS claims
    FROM (VALUES (1)) always
    LEFT JOIN application a ON a.receipt_number = $5 AND a.last_four_index = $6
    LEFT JOIN unit u ON u.id = a.unit_id`

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
  const counters = countersOf(deps, network, parsed)
  const [ofNetwork, ofNumber] = counters
  const number = parsed.ok ? parsed.value : nobodys
  const { rows } = await deps.db.$client.query<Found>({
    name: 'find by receipt',
    text: findByReceipt,
    values: [
      ...[ofNetwork.who, ofNetwork.from, ofNumber?.who ?? null, ofNumber?.from ?? null],
      ...[number, lastFourIndex(deps.vault, number, lastFour)],
    ],
  })
  const [found] = rows
  const used = (count: number | null | undefined, counter: Counter | undefined) =>
    counter !== undefined && (count ?? 0) >= counter.most
  if (used(found?.byNetwork, ofNetwork) || used(found?.byNumber, ofNumber))
    throw new Problem('too-many', [], { retryAfter: 3600 })
  if (found?.id) return { ...found, id: found.id }
  await countWrong(deps, counters)
  throw new Problem('not-found', [{ field: 'receiptNumber', code: 'receipt-or-four' }])
}
