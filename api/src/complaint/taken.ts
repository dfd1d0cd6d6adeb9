import { and, eq, inArray, type SQL } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'
import { complaint, complaintKey } from './table.ts'

/**
 * What was sealed for somebody is theirs no longer. What they read stays read, and who kept the secret still has it: so whoever opens one
 * of these complaints next puts another key in front, and what is said from then on is closed to them.
 * @param which rows of `complaint_key`
 */
export async function takeKeys(tx: Transaction, which: SQL | undefined): Promise<void> {
  const ofContents = and(eq(complaintKey.opens, 'contents'), which)
  const sealed = tx.selectDistinct({ id: complaintKey.complaintId }).from(complaintKey).where(ofContents)
  // Held in their order first: who acts at a desk holds the complaint before its keys.
  const held = await tx.select({ id: complaint.id }).from(complaint).where(inArray(complaint.id, sealed)).orderBy(complaint.id).for('update')
  if (held.length === 0) return
  await tx.delete(complaintKey).where(which)
  await tx.update(complaint).set({ renew: true }).where(inArray(complaint.id, held.map(({ id }) => id)))
}
