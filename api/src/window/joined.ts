import { and, asc, inArray, isNull, ne } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { findIdentity } from '../identity/own.ts'
import { occasion } from './table.ts'
import { write } from './write.ts'

/**
 * Ends every visit of two people who turn out to be one, but the one at which it was found: what was given to an officer
 * was given of one record, and behind it lies another from now on.
 */
export async function endVisitsOf(
  tx: Transaction,
  deps: Deps,
  people: readonly string[],
  but: string | undefined,
): Promise<void> {
  const theirs = and(inArray(occasion.identityId, [...people]), isNull(occasion.closedAt))
  const rows = await tx
    .select()
    .from(occasion)
    .where(but === undefined ? theirs : and(theirs, ne(occasion.id, but)))
    .orderBy(asc(occasion.id))
    .for('update')
  for (const row of rows) {
    const whose = await findIdentity(tx, deps, row.identityId)
    if (!whose) continue // erased: nothing of theirs can be shown
    await write(tx, deps, row, whose, { kind: 'system', id: null }, [
      { type: 'occasion-closed', by: 'system' },
    ])
  }
}
