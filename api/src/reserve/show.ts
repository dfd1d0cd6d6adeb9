import { desc, eq, inArray, sql } from 'drizzle-orm'
import { mayPayFirst } from '@yima/shared/process/commands'
import type { Process } from '@yima/shared/process/process'
import type { ClaimPayment, PaymentView } from '@yima/shared/reserve/contract'
import { mostToPay, whyNotSettle } from '@yima/shared/reserve/fund'
import { isPaymentLate, payBy, waitsForMoney } from '@yima/shared/reserve/late'
import { limitsAt } from '@yima/shared/reserve/limits'
import { owedPapers, type OwedPaper } from '@yima/shared/reserve/owed'
import { Problem } from '@yima/shared/problem'
import { handlersOf, type Held } from '../application/act.ts'
import type { StoredClaim } from '../claim/store.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { openRequest } from '../household/request.ts'
import { officer as officerTable } from '../region/table.ts'
import { noteDeskLook } from '../trail/desk-look.ts'
import { open } from '../vault.ts'
import { findActing } from '../work/reach.ts'
import { fundOf, roomFor, townOf, type ProposalRow } from './fund.ts'
import type { SealedPayment } from './propose.ts'
import { handsOf } from './settle.ts'
import { settlerOf, settlingIn } from './seat.ts'
import { reserveProposal } from './table.ts'

type Officer = OfficerSession['officer']
type Of = Pick<Held, 'row' | 'key' | 'content' | 'excluded'>

async function namesOf(tx: Pick<Transaction, 'select'>, rows: readonly ProposalRow[]): Promise<(id: string | null) => string> {
  const ids = [...new Set(rows.flatMap(({ proposedBy, settledBy, handedBy }) => [proposedBy, settledBy, handedBy]).filter((id) => id !== null))]
  if (ids.length === 0) return () => ''
  const named = await tx.select({ id: officerTable.id, name: officerTable.name }).from(officerTable).where(inArray(officerTable.id, ids))
  return (id) => named.find((one) => one.id === id)?.name ?? ''
}

/** Why this officer does not settle a payment; null where they may, or nobody has to. */
function refusedFor(officer: Officer, row: ProposalRow, excluded: readonly string[], today: string) {
  const acting = settlingIn(officer, row.townCode, excluded)
  if (!acting) return 'not-allowed-now' as const
  return whyNotSettle({ ...row, hands: handsOf(row) }, settlerOf(acting), limitsAt(row.townCode, today)) ?? null
}

function paymentOf(row: ProposalRow, { key, excluded }: Of, officer: Officer, today: string, name: (id: string | null) => string): ClaimPayment['payment'] {
  if (row.sealed === null) return null
  const { handed, declined, ...said } = open<SealedPayment>(key, row.sealed)
  return {
    ...{ id: row.id, state: row.state, fen: -row.fen, ...said },
    proposed: { who: name(row.proposedBy), at: row.proposedAt.toISOString() },
    settled: row.settledAt && { who: name(row.settledBy), at: row.settledAt.toISOString(), reason: declined ?? null },
    handed: handed
      ? { ...handed, who: name(row.handedBy), pictures: [handed.picture, ...handed.photos] }
      : null,
    refused: row.state === 'proposed' ? refusedFor(officer, row, excluded, today) : null,
    mayHandOver: row.state === 'confirmed' && findActing(officer, 'propose-payment', row.townCode, excluded) !== undefined,
  }
}

/** Whether the papers of whoever asked are there, besides those that were asked for. */
export const wantedOf = (process: Process, papers: StoredClaim['state']['papers'], { consent }: Held['content'], level: string): OwedPaper[] =>
  process.paidFirst === undefined
    ? []
    : owedPapers(process, { proven: level === 'proven', signed: consent.method !== 'at-visit', papers })

/**
 * What the desk reads of money that comes first, for each claim in an emergency; nothing where there is none. Whoever
 * shows it has noted the look.
 */
export async function paymentsOf(deps: Deps, officer: Officer, of: Of & { level: string }, claims: readonly StoredClaim[]): Promise<ClaimPayment[]> {
  const { row, content, excluded } = of
  const town = townOf(of)
  const urgent = claims.flatMap(({ id, state }) => {
    const { process } = state
    return process && (mayPayFirst(process) || process.paidFirst !== undefined || process.plan.emergency === true) ? [{ id, state, process }] : []
  })
  if (town === undefined || urgent.length === 0) return []
  return inTransaction(deps.db, async (tx) => {
    const ids = urgent.map(({ id }) => id)
    const rows = await tx.select().from(reserveProposal).where(inArray(reserveProposal.claimId, ids)).orderBy(desc(reserveProposal.id))
    const [fund, room, name] = [await fundOf(tx, town), await roomFor(tx, deps, of, town), await namesOf(tx, rows)]
    const acting = findActing(officer, 'propose-payment', row.regionCode, excluded)
    const { submittedAt } = row
    const by = payBy(submittedAt).toISOString()
    const now = deps.clock.now()
    return urgent.map(({ id, state, process }): ClaimPayment => {
      const last = rows.find(({ claimId }) => claimId === id)
      const live = last !== undefined && ['proposed', 'confirmed', 'paid'].includes(last.state)
      return {
        ...{ claim: id, by, most: mostToPay(room), balance: fund.number === 0 ? null : fund.balance },
        late: isPaymentLate({ waits: waitsForMoney(state), submittedAt, last: last?.state }, now),
        mayPropose: acting !== undefined && !live && mayPayFirst(process),
        payment: last ? paymentOf(last, of, officer, deps.clock.today(), name) : null,
        owed: wantedOf(process, state.papers, content, of.level),
      }
    })
  })
}

/** One payment for whoever settles it, with whom it is for. The look is noted. Throws `not-found` for other places and relatives. */
export async function paymentFor(deps: Deps, officer: Officer, id: string): Promise<PaymentView> {
  return inTransaction(deps.db, async (tx) => {
    const [row] = await tx.select().from(reserveProposal).where(eq(reserveProposal.id, id))
    if (!row?.applicationId || !row.sealed) throw new Problem('not-found')
    const { row: request, key, content, person } = await openRequest(tx, deps, row.applicationId)
    const { excluded } = await handlersOf(tx, deps, request, content)
    if (!settlingIn(officer, row.townCode, excluded)) throw new Problem('not-found')
    await noteDeskLook(tx, deps, officer, { id: request.id, what: 'payment', within: sql`true` })
    const { basis, reason } = open<SealedPayment>(key, row.sealed)
    const name = await namesOf(tx, [row])
    return {
      ...{ id, town: row.townCode, state: row.state, fen: -row.fen, basis, reason },
      ...{ name: content.beneficiary?.name ?? deps.vault.openField(person.nameCipher), receiptNumber: request.receiptNumber, application: request.id },
      proposed: { who: name(row.proposedBy), at: row.proposedAt.toISOString() },
      settled: row.settledAt && { who: name(row.settledBy), at: row.settledAt.toISOString() },
      refused: refusedFor(officer, row, excluded, deps.clock.today()),
    }
  })
}
