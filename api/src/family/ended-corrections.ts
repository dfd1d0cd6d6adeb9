import { and, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { nameCorrection } from './table.ts'

/** What waits to be compared about whoever left, or became one with somebody else, is nobody's work any more. */
export async function endCorrectionsOf(
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  people: readonly string[],
): Promise<void> {
  await tx
    .update(nameCorrection)
    .set({ state: 'ended', decidedAt: clock.now() })
    .where(and(inArray(nameCorrection.identityId, [...people]), eq(nameCorrection.state, 'waiting')))
}
