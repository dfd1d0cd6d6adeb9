import { and, eq, inArray, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { mayPayFirst } from '@yima/shared/process/commands'
import type { FundBody, PaymentBody } from '@yima/shared/reserve/contract'
import { whyNotPay } from '@yima/shared/reserve/fund'
import { Problem } from '@yima/shared/problem'
import type { Change } from '../application/act.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { seal } from '../vault.ts'
import { changeAtDesk } from '../work/acts.ts'
import { findActing } from '../work/reach.ts'
import { fundOf, inOrder, recipientOf, roomFor, townOf } from './fund.ts'
import { handOf, settlingIn } from './seat.ts'
import { reserveEntry, reserveProposal } from './table.ts'

type Officer = OfficerSession['officer']
const fenOf = (yuan: number): number => yuan * 100

/** What of a payment lies under the key of whom it is for. */
export type SealedPayment = {
  basis: string
  reason: string
  declined?: string
  handed?: { receivedBy: string; at: string; how: 'signed' | 'thumb'; witness: string | null; picture: string; photos: string[] }
}

/** One at a time for a claim: what was proposed is settled first, and what was paid is not paid again. */
async function requireNone(tx: Transaction, claimId: string): Promise<void> {
  const { id, state, claimId: of } = reserveProposal
  const live = and(eq(of, claimId), inArray(state, ['proposed', 'confirmed', 'paid']))
  const [row] = await tx.select({ id }).from(reserveProposal).where(live)
  if (row) throw notAllowedNow('payment', 'payment-before')
}

async function propose(tx: Transaction, deps: Deps, change: Change, claimId: string, { yuan, ...why }: PaymentBody): Promise<void> {
  const { held, actor } = change
  const { row, key } = held
  const process = change.claims.find(({ id }) => id === claimId)?.state.process
  const townCode = townOf(held)
  if (!process || townCode === undefined || actor.kind !== 'officer') throw new Problem('not-found')
  if (!mayPayFirst(process)) throw notAllowedNow('payment', 'not-allowed-now')
  await inOrder(tx, row.countyCode)
  await requireNone(tx, claimId)
  const refused = whyNotPay(fenOf(yuan), await roomFor(tx, deps, held, townCode))
  if (refused) throw new Problem('invalid-input', [{ field: 'yuan', code: refused }])
  const id = uuidv7()
  const { by, for: inPlaceOf } = handOf(actor)
  await tx.insert(reserveProposal).values({
    ...{ id, countyCode: row.countyCode, townCode, kind: 'payment', fen: -fenOf(yuan), state: 'proposed' },
    ...{ applicationId: row.id, claimId, personId: row.personId, recipient: recipientOf(deps, held), sealed: seal(key, why satisfies SealedPayment) },
    ...{ proposedBy: by, proposedFor: inPlaceOf, proposedAt: deps.clock.now() },
  })
  change.note({ type: 'payment-proposed', payload: { claimId, payment: id, fen: fenOf(yuan), ...why } })
}

/** Money for somebody who cannot wait: a second pair of hands has to confirm it. Throws `not-found`, `not-allowed-now`, `invalid-input`. */
export const proposePayment = (deps: Deps, once: Once, officer: Officer, id: string, claimId: string, body: PaymentBody): Promise<void> =>
  changeAtDesk(deps, once, officer, id, 'propose-payment', (tx, change) => propose(tx, deps, change.openIfNew(), claimId, body))

type Asked = { town: string; officer: Officer; body: FundBody }

/** The opposite of one line, which is not corrected yet and no correction itself. */
async function opposite(tx: Transaction, town: string, entry: string) {
  const [row] = await tx.select().from(reserveEntry).where(and(eq(reserveEntry.id, entry), eq(reserveEntry.townCode, town)))
  if (!row) throw new Problem('not-found')
  if (row.kind === 'correction') throw notAllowedNow('reserve', 'not-allowed-now')
  const { corrects, state } = reserveProposal
  const [before] = await tx
    .select({ id: reserveProposal.id })
    .from(reserveProposal)
    .where(and(eq(corrects, entry), inArray(state, ['proposed', 'confirmed'])))
  if (before) throw notAllowedNow('reserve', 'corrected-before')
  return { kind: 'correction' as const, fen: -row.fen, corrects: entry }
}

/** Puts money in by the county, or proposes the opposite of a line: in an office of whoever may do that. */
function actingFor({ town, officer, body }: Asked) {
  const acting = body.type === 'top-up' ? findActing(officer, 'fund-reserve', town) : settlingIn(officer, town)
  if (!acting) throw new Problem('not-found')
  return acting
}

/** Whether there is such a township in this county. */
async function requireTown(tx: Transaction, county: string, town: string): Promise<void> {
  const { rowCount } = await tx.execute(
    sql`SELECT 1 FROM region WHERE code = ${town} AND substr(code, 1, 6) = ${county} AND substr(code, 7, 3) <> '000' AND substr(code, 10) = '000'`,
  )
  if (rowCount !== 1) throw new Problem('not-found')
}

/** Proposes to put money into a fund, or the opposite of one of its lines. Throws `not-found`, `not-allowed-now`. */
export async function proposeForFund(deps: Deps, once: Once, asked: Asked): Promise<void> {
  const { town, body } = asked
  const acting = actingFor(asked)
  const { countyCode } = deps.config
  await inTransaction(deps.db, async (tx) => {
    await requireTown(tx, countyCode, town)
    await inOrder(tx, countyCode)
    const moved =
      body.type === 'top-up' ? { kind: 'top-up' as const, fen: fenOf(body.yuan) } : await opposite(tx, town, body.entry)
    // What is gone from the fund already is not taken out once more.
    if (moved.fen < 0 && (await fundOf(tx, town)).balance + moved.fen < 0) throw notAllowedNow('reserve', 'reserve-empty')
    const { by, for: inPlaceOf } = handOf(acting)
    const at = deps.clock.now()
    await tx.insert(reserveProposal).values({
      ...{ id: uuidv7(), countyCode, townCode: town, ...moved, state: 'proposed', reason: body.reason },
      ...{ proposedBy: by, proposedFor: inPlaceOf, proposedAt: at },
    })
    await remember(tx, once, at, 201, { done: true })
  })
}
