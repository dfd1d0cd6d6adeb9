import { and, asc, eq, inArray } from 'drizzle-orm'
import type { ProposalState } from '@yima/shared/reserve/fund'
import { isHourOpen, isPaymentLate, payBy, waitsForMoney } from '@yima/shared/reserve/late'
import type { StoredClaim } from '../claim/store.ts'
import type { Reader } from '../db/transaction.ts'
import { reserveProposal } from './table.ts'

/** How the payment that was proposed last stands, by claim. */
async function lastStates(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, ProposalState>> {
  if (ids.length === 0) return new Map()
  const { claimId, state, kind, id } = reserveProposal
  const rows = await db.select({ claimId, state }).from(reserveProposal)
    .where(and(inArray(claimId, [...ids]), eq(kind, 'payment'))).orderBy(asc(id))
  return new Map(rows.flatMap((row) => (row.claimId === null ? [] : [[row.claimId, row.state] as const])))
}

/** Until when somebody may expect money in their hands, by claim; nothing where none is to come first. */
export async function hoursOf(
  db: Reader, claims: readonly StoredClaim[], submittedAt: Date, now: Date,
): Promise<ReadonlyMap<string, { by: string; late: boolean }>> {
  const waiting = claims.filter(({ state }) => waitsForMoney(state))
  const states = await lastStates(db, waiting.map(({ id }) => id))
  const by = payBy(submittedAt).toISOString()
  return new Map(waiting.flatMap(({ id }) => {
    const of = { waits: true, submittedAt, last: states.get(id) }
    return isHourOpen(of) ? [[id, { by, late: isPaymentLate(of, now) }] as const] : []
  }))
}
