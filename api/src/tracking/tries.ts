import type { Context } from 'hono'
import { Problem } from '@yima/shared/problem'
import { parseReceiptNumber } from '@yima/shared/receipt/number'
import { askSideBySide } from '../db/side-by-side.ts'
import type { Deps, Env } from '../http/context.ts'
import { networkOf } from '../http/network.ts'

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

/**
 * One statement looks behind the receipt and counts a wrong try. Tries of one number pass one by one, also the right
 * one: of a thousand sent at once no more are answered than one after the other. A right try writes nothing. A wrong
 * last four finds nothing, as an unknown number does: what took longer would tell which receipt numbers are in use.
 * Numbers are locked before networks, always: no two wait for one another.
 * @param find what is looked for, by the number ($5) and its four ($6)
 * @param found what is answered of the row `a` that was found
 * @param joins further tables that the answer reads
 */
export const tried = (find: string, found: string, joins = ''): string => `
  WITH stood AS MATERIALIZED (
    SELECT coalesce((SELECT wrong FROM receipt_try WHERE network = $1 AND hour = $2), 0) AS "byNetwork",
           receipt_tries_so_far($3, $4) AS "byNumber"
  ), found AS MATERIALIZED (
    ${find}
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
         CASE WHEN a.id IS NOT NULL THEN ${found} END AS found
    FROM stood
    LEFT JOIN found a ON true${joins}`

/** Throws `too-many`, with the seconds until the last counter that is used up begins anew. */
function refuseUsedUp({ clock }: Deps, counters: readonly [number, Counter | undefined][]): void {
  const usedUp = counters.flatMap(([before, counter]) => (counter && before >= counter.most ? [counter] : []))
  if (usedUp.length === 0) return
  const wait = Math.max(...usedUp.map(({ until }) => until)) - clock.now().getTime()
  const errors = usedUp.flatMap(({ refusal }) => (refusal ? [{ field: 'receiptNumber', code: refusal }] : []))
  throw new Problem('too-many', errors, { retryAfter: Math.max(1, Math.ceil(wait / 1000)) })
}

/** A statement made by `tried`, and what it looks for of a receipt number. */
type Search = { name: string; text: string; values: (number: string) => unknown[]; /** What is wrong where nothing is found: `receipt-or-four` unless said. */ wrong?: string }

/**
 * What a receipt number, as somebody typed it, and its four digits open, by whichever route they come: wrong tries count
 * together, by network and by number. Throws `not-found`, alike for unknown and wrong, and `too-many`.
 */
export async function findByReceipt<T>(
  deps: Deps,
  c: Context<Env>,
  typed: string,
  { name, text, values, wrong }: Search,
): Promise<{ number: string; found: T }> {
  const network = deps.config.withoutBudgets ? crypto.randomUUID() : networkOf(c)
  const parsed = parseReceiptNumber(typed)
  const [ofNetwork, ofNumber] = countersOf(deps, network, parsed)
  const number = parsed.ok ? parsed.value : nobodys
  const counted = [ofNetwork.who, ofNetwork.from, ofNumber?.who ?? null, ofNumber?.from ?? null]
  const [row] = await askSideBySide<{ byNetwork: number; byNumber: number; found: T | null }>(deps.db.$client, {
    name,
    text,
    values: [...counted, ...values(number)],
  })
  if (!row) throw new Error('A statement that always answers with one row answered with none')
  refuseUsedUp(deps, [
    [row.byNetwork, ofNetwork],
    [row.byNumber, ofNumber],
  ])
  if (row.found === null) throw unknownReceipt(wrong)
  return { number, found: row.found }
}

/** As a number that nobody has and as wrong digits are answered. */
export const unknownReceipt = (code = 'receipt-or-four'): Problem => new Problem('not-found', [{ field: 'receiptNumber', code }])
