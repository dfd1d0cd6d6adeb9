import { and, isNotNull, sql } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'
import { identity } from '../identity/table.ts'
import { codeCard } from './table.ts'

/** Nobody waits for a second officer any more. */
const decided = { lostBy: null, lostAt: null }

/**
 * No card or record of these people is waited for any more: they have another card since, or none, or are one with
 * somebody. What was said of the old one would end, on a colleague's word months later, the one they carry now.
 */
export async function endLossesOf(tx: Transaction, ...people: readonly string[]): Promise<void> {
  for (const id of people) {
    const theirs = sql`(SELECT joined_identities(${id}))`
    await tx
      .update(codeCard)
      .set(decided)
      .where(and(sql`${codeCard.identityId} IN ${theirs}`, isNotNull(codeCard.lostBy)))
    await tx
      .update(identity)
      .set(decided)
      .where(and(sql`${identity.id} IN ${theirs}`, isNotNull(identity.lostBy)))
  }
}
