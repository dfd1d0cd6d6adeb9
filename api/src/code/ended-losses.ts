import { and, isNotNull, sql } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'
import { codeCard } from './table.ts'

/**
 * No card of these people is waited for any more: they have another since, or none, or are one with somebody. What was
 * said of the old one would end, on a colleague's word months later, the one they carry now.
 */
export async function endLossesOf(tx: Transaction, ...people: readonly string[]): Promise<void> {
  for (const id of people)
    await tx
      .update(codeCard)
      .set({ lostBy: null, lostAt: null })
      .where(
        and(sql`${codeCard.identityId} IN (SELECT joined_identities(${id}))`, isNotNull(codeCard.lostBy)),
      )
}
