import { eq } from 'drizzle-orm'
import type { SettlingBody } from '@yima/shared/reserve/contract'
import { whyNotPay, whyNotSettle } from '@yima/shared/reserve/fund'
import { limitsAt } from '@yima/shared/reserve/limits'
import { mayPayFirst } from '@yima/shared/process/commands'
import { Problem } from '@yima/shared/problem'
import { Change, hold, type Held } from '../application/act.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { open, seal } from '../vault.ts'
import type { OfficerActor } from '../work/actor.ts'
import { book, inOrder, roomFor, type ProposalRow } from './fund.ts'
import type { SealedPayment } from './propose.ts'
import { handOf, settlerOf, settlingIn } from './seat.ts'
import { reserveEntry, reserveProposal } from './table.ts'

type Officer = OfficerSession['officer']

async function find(tx: Transaction, id: string, lock: boolean): Promise<ProposalRow> {
  const asked = tx.select().from(reserveProposal).where(eq(reserveProposal.id, id))
  const [row] = lock ? await asked.for('update') : await asked
  if (!row) throw new Problem('not-found')
  return row
}

export const handsOf = ({ proposedBy, proposedFor }: ProposalRow): string[] =>
  [proposedBy, ...(proposedFor === null ? [] : [proposedFor])]

/** The request of a payment that a correction takes back. */
async function paymentBehind(tx: Transaction, { corrects }: ProposalRow): Promise<ProposalRow | undefined> {
  if (corrects === null) return undefined
  const [entry] = await tx.select({ id: reserveEntry.proposalId }).from(reserveEntry).where(eq(reserveEntry.id, corrects))
  const proposal = entry && (await find(tx, entry.id, false))
  return proposal?.kind === 'payment' ? proposal : undefined
}

type Case = { tx: Transaction; deps: Deps; proposal: ProposalRow; change: Change | undefined; body: SettlingBody }

/** Of a payment: whether it may still come first, and is within every limit as things are now. */
async function requireRoom({ tx, deps, proposal }: Case, held: Held): Promise<void> {
  const process = held.claims.find(({ id }) => id === proposal.claimId)?.state.process
  if (!process || !mayPayFirst(process)) throw notAllowedNow('payment', 'not-allowed-now')
  const refused = whyNotPay(-proposal.fen, await roomFor(tx, deps, held, proposal.townCode))
  if (refused) throw notAllowedNow('payment', refused)
}

/** Money that came back: its claim is as if nobody had been paid. */
async function takeBack({ tx, change }: Case, payment: ProposalRow): Promise<void> {
  await tx.update(reserveProposal).set({ state: 'returned' }).where(eq(reserveProposal.id, payment.id))
  const { claimId } = payment
  if (change && claimId !== null && payment.state === 'paid') change.follow(claimId, { type: 'pay-back' })
  change?.note({ type: 'payment-returned', payload: { claimId, payment: payment.id } })
}

async function write(found: Case, acting: OfficerActor): Promise<void> {
  const { tx, deps, proposal, change, body } = found
  const { by, for: inPlaceOf } = handOf(acting)
  const settled = { settledBy: by, settledFor: inPlaceOf, settledAt: deps.clock.now() }
  if (proposal.kind === 'payment' && change) {
    if (body.agrees) await requireRoom(found, change.held)
    const said = !body.agrees ? { reason: body.reason } : {}
    change.note({ type: 'payment-settled', payload: { claimId: proposal.claimId, payment: proposal.id, agrees: body.agrees, ...said } })
  }
  const sealed =
    !body.agrees && proposal.sealed && change
      ? { sealed: seal(change.held.key, { ...open<SealedPayment>(change.held.key, proposal.sealed), declined: body.reason }) }
      : {}
  const state = body.agrees ? ('confirmed' as const) : ('declined' as const)
  await tx.update(reserveProposal).set({ state, ...settled, ...sealed }).where(eq(reserveProposal.id, proposal.id))
  if (!body.agrees) return
  const back = await paymentBehind(tx, proposal)
  if (back) await takeBack(found, back)
  await book(tx, deps, proposal, by)
}

/**
 * The second pair of hands: only what two have said moves money. Throws `not-found` for who settles nothing there, and for
 * relatives of whom a payment is for; `not-allowed-now` for who proposed it, beyond a limit, and where the fund is empty.
 */
export async function settleProposal(deps: Deps, once: Once, officer: Officer, id: string, body: SettlingBody): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const seen = await find(tx, id, false)
    const whose = seen.applicationId ?? (await paymentBehind(tx, seen))?.applicationId ?? undefined
    // The application before the fund, always: of two that wait for one another nobody goes on.
    const held = whose === undefined ? undefined : await hold(tx, deps, whose)
    await inOrder(tx, seen.countyCode)
    const proposal = await find(tx, id, true)
    const acting = settlingIn(officer, proposal.townCode, held?.excluded)
    if (!acting) throw new Problem('not-found')
    const refused = whyNotSettle({ ...proposal, hands: handsOf(proposal) }, settlerOf(acting), limitsAt(proposal.townCode, deps.clock.today()))
    if (refused) throw notAllowedNow('reserve', refused)
    const change = held && new Change(deps, held, acting)
    await write({ tx, deps, proposal, change, body }, acting)
    await change?.save(tx)
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}
