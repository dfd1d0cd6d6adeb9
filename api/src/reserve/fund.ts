import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { booked, type Room } from '@yima/shared/reserve/fund'
import { limitsAt, mostByRules } from '@yima/shared/reserve/limits'
import { findTownOf } from '@yima/shared/region/code'
import type { Held } from '../application/act.ts'
import type { Reader, Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { knownBy } from '../household/people.ts'
import { reserveEntry, reserveProposal } from './table.ts'

export type ProposalRow = typeof reserveProposal.$inferSelect

/** What lies in a fund, after how many lines. */
export type Fund = { number: number; balance: number }

const empty: Fund = { number: 0, balance: 0 }

/** How a fund stands; nothing was put in where its number is zero. */
export async function fundOf(db: Reader, town: string): Promise<Fund> {
  const { number, balance, townCode } = reserveEntry
  const [last] = await db.select({ number, balance }).from(reserveEntry).where(eq(townCode, town)).orderBy(desc(number)).limit(1)
  return last ?? empty
}

/**
 * Whoever moves money in a county goes one after the other, until the transaction ends: of two confirmations at once the
 * second sees what the first left, in the fund and for the person. Hold the application before.
 */
export const inOrder = (tx: Transaction, county: string): Promise<unknown> =>
  tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`reserve ${county}`}))`)

/** What a person was given this year from every fund of the county, by whichever record they are known; what is back is not counted. */
async function givenTo(tx: Transaction, personId: string, year: string): Promise<number> {
  const [known] = await knownBy(tx, [personId])
  const { fen, kind, state, personId: whose, settledAt } = reserveProposal
  const [row] = await tx
    .select({ given: sql<string>`coalesce(-sum(${fen}), 0)` })
    .from(reserveProposal)
    .where(
      and(
        eq(kind, 'payment'),
        inArray(state, ['confirmed', 'paid']),
        inArray(whose, known?.records ?? [personId]),
        sql`to_char(${settledAt} AT TIME ZONE 'Asia/Shanghai', 'YYYY') = ${year}`,
      ),
    )
  return Number(row?.given ?? 0)
}

/** The township whose fund helps: the one that the request came to, wherever its people are registered. */
export const townOf = ({ row }: Pick<Held, 'row'>): string | undefined => findTownOf(row.regionCode)

/** What a payment to whoever asked may come to now. */
export async function roomFor(tx: Transaction, { clock }: Pick<Deps, 'clock'>, held: Pick<Held, 'row' | 'content'>, town: string): Promise<Room> {
  const { row, content } = held
  const today = clock.today()
  return {
    limits: limitsAt(town, today),
    byRules: mostByRules(content.household, town, today),
    given: await givenTo(tx, row.personId, today.slice(0, 4)),
    balance: (await fundOf(tx, town)).balance,
  }
}

/**
 * Writes the line of a proposal that was confirmed. The fund is held by `inOrder`. Throws `not-allowed-now` where it
 * would go below zero.
 */
export async function book(tx: Transaction, { clock }: Pick<Deps, 'clock'>, proposal: ProposalRow, confirmedBy: string): Promise<void> {
  const { id: proposalId, countyCode, townCode, kind, fen, reason, corrects, proposedBy } = proposal
  const next = booked(await fundOf(tx, townCode), fen)
  if (next === 'reserve-empty') throw notAllowedNow('reserve', next)
  await tx.insert(reserveEntry).values({
    ...{ id: uuidv7(), countyCode, townCode, kind, fen, reason, corrects, proposalId, proposedBy, confirmedBy, ...next },
    ...{ onDay: clock.today(), at: clock.now() },
  })
}
