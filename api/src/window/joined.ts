import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { findIdentity } from '../identity/own.ts'
import { notePerson } from '../live/changed.ts'
import { append } from '../trail/append.ts'
import { occasion } from './table.ts'

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
    const at = deps.clock.now()
    const place = { stream: row.id, after: row.lastEvent, at, countyCode: row.countyCode }
    const actor = { kind: 'system', id: null } as const
    const lastEvent = await append(tx, { ...place, actor, person: { id: whose.id, key: whose.key } }, [
      { type: 'occasion-closed', payload: { by: 'system' } },
    ])
    const ended = { closedAt: deps.clock.wall(), closedBy: 'system' as const, lastEvent }
    await tx
      .update(occasion)
      .set({ given: [], ...ended })
      .where(eq(occasion.id, row.id))
    await notePerson(tx, row.identityId)
  }
}
