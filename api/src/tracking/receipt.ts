import { eq, sql } from 'drizzle-orm'
import type { Context } from 'hono'
import { timingSafeEqual } from 'node:crypto'
import type * as v from 'valibot'
import type { trackingRequest } from '@yima/shared/claim/contract'
import { Problem } from '@yima/shared/problem'
import { parseReceiptNumber } from '@yima/shared/receipt/number'
import { application } from '../application/table.ts'
import type { Deps, Env } from '../http/context.ts'
import { networkOf } from '../http/network.ts'
import { lastFourIndex } from '../identity/pair.ts'

const wrongPerHour = 30
/** Of one receipt number a day: ten thousand last fours then take years, from however many networks. */
const wrongPerNumber = 12

/**
 * Counts wrong tries of one network, and those at one number whether it is in use or not, in the
 * database, so that many processes count as one.
 */
function tries({ db, vault, clock }: Deps, network: string, typed: string) {
  const hour = new Date(Math.floor(clock.now().getTime() / 3_600_000) * 3_600_000).toISOString()
  const day = new Date(`${clock.today()}T00:00:00+08:00`).toISOString()
  const counter = (purpose: string, value: string) => vault.index(purpose, value).toString('hex')
  const parsed = parseReceiptNumber(typed)
  const counters = [
    { who: counter('network', network), from: hour, most: wrongPerHour },
    ...(parsed.ok ? [{ who: counter('receipt', parsed.value), from: day, most: wrongPerNumber }] : []),
  ]
  return {
    async refuseTooMany() {
      for (const { who, from, most } of counters) {
        const { rows } = await db.execute<{ wrong: number }>(
          sql`SELECT wrong FROM receipt_try WHERE network = ${who} AND hour = ${from}`,
        )
        if ((rows[0]?.wrong ?? 0) >= most) throw new Problem('too-many', [], { retryAfter: 3600 })
      }
    },
    async countWrong() {
      for (const { who, from } of counters) {
        await db.execute(sql`
          INSERT INTO receipt_try (network, hour, wrong) VALUES (${who}, ${from}, 1)
          ON CONFLICT (network, hour) DO UPDATE SET wrong = receipt_try.wrong + 1`)
      }
    },
  }
}

/**
 * The application of a receipt number and its last four. An unknown number and a wrong last four
 * take the same path and give the same answer, or the receipt numbers in use could be found out.
 */
async function findByReceipt({ db, vault }: Deps, typed: string, lastFour: string) {
  const parsed = parseReceiptNumber(typed)
  const receiptNumber = parsed.ok ? parsed.value : '0000000000000'
  const [row] = await db.select().from(application).where(eq(application.receiptNumber, receiptNumber))
  const given = lastFourIndex(vault, receiptNumber, lastFour)
  const right = timingSafeEqual(row?.lastFourIndex ?? Buffer.alloc(given.length), given)
  return row && right ? row : undefined
}

/**
 * The application that a receipt number and its last four open, by whichever route they come: wrong
 * tries count together. Throws `not-found`, alike for unknown and wrong, and `too-many`.
 */
export async function getByReceipt(
  deps: Deps,
  c: Context<Env>,
  { receiptNumber, lastFour }: v.InferOutput<typeof trackingRequest>,
) {
  const counted = tries(deps, deps.config.withoutBudgets ? crypto.randomUUID() : networkOf(c), receiptNumber)
  await counted.refuseTooMany()
  const row = await findByReceipt(deps, receiptNumber, lastFour)
  if (row) return row
  await counted.countWrong()
  throw new Problem('not-found', [{ field: 'receiptNumber', code: 'receipt-or-four' }])
}
