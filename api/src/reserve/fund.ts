import { and, desc, eq, inArray, isNull, or, sql, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { booked, type Room } from '@yima/shared/reserve/fund'
import { limitsAt, mostByRules } from '@yima/shared/reserve/limits'
import { findTownOf } from '@yima/shared/region/code'
import type { Held } from '../application/act.ts'
import { aboutIndexOf } from '../application/content.ts'
import type { Reader, Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { familyOf } from '../household/family.ts'
import { knownBy, numbersOf } from '../household/people.ts'
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

type Asked = Pick<Held, 'row' | 'content'>

/**
 * Whom somebody else asked for, as a payment is found under them: by their number, else by the name under which they were
 * spoken for. Null for whoever asked for themself.
 */
export function recipientOf(deps: Pick<Deps, 'vault'>, { row, content }: Asked): Buffer | null {
  const { beneficiary } = content
  if (row.forWhom === 'self' || beneficiary === undefined) return null
  return aboutIndexOf(deps, content) ?? deps.vault.index('recipient-name', beneficiary.name?.trim() || row.id)
}

/** Payments to whom a request is about: known by a number, by whichever record; by name alone, of whoever speaks for them. */
async function paymentsTo(tx: Transaction, deps: Pick<Deps, 'vault'>, asked: Asked): Promise<SQL | undefined> {
  const { personId: whose, recipient } = reserveProposal
  const { personId, forWhom } = asked.row
  const { people: [known] } = await familyOf(tx, deps, { personId, forWhom, content: asked.content })
  const named = recipientOf(deps, asked)
  if (known === undefined && named !== null) {
    const [speaker] = await knownBy(tx, [personId])
    return and(inArray(whose, speaker?.records ?? [personId]), eq(recipient, named))
  }
  const numbers = known ? numbersOf(known).map((number) => Buffer.from(number, 'hex')) : []
  return or(and(inArray(whose, known?.records ?? [personId]), isNull(recipient)), inArray(recipient, numbers))
}

/** What a person was given this year from every fund of the county; what is back is not counted, nor what another got of whom they spoke. */
async function givenTo(tx: Transaction, deps: Pick<Deps, 'vault'>, asked: Asked, year: string): Promise<number> {
  const { fen, kind, state, settledAt } = reserveProposal
  const [row] = await tx
    .select({ given: sql<string>`coalesce(-sum(${fen}), 0)` })
    .from(reserveProposal)
    .where(
      and(
        eq(kind, 'payment'),
        inArray(state, ['confirmed', 'paid']),
        await paymentsTo(tx, deps, asked),
        sql`to_char(${settledAt} AT TIME ZONE 'Asia/Shanghai', 'YYYY') = ${year}`,
      ),
    )
  return Number(row?.given ?? 0)
}

/** The township whose fund helps: the one that the request came to, wherever its people are registered. */
export const townOf = ({ row }: Pick<Held, 'row'>): string | undefined => findTownOf(row.regionCode)

/** What a payment to whom a request is about may come to now. */
export async function roomFor(tx: Transaction, deps: Pick<Deps, 'clock' | 'vault'>, held: Asked, town: string): Promise<Room> {
  const { content } = held
  const today = deps.clock.today()
  return {
    limits: limitsAt(town, today),
    byRules: mostByRules(content.household, town, today),
    given: await givenTo(tx, deps, held, today.slice(0, 4)),
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
