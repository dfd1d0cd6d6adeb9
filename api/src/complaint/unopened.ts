import { and, eq } from 'drizzle-orm'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { reach } from './desk.ts'
import { recordComplaintEvent } from './desk-store.ts'
import { complaintKey } from './table.ts'

/**
 * What was laid down for this officer and does not open with the own key is thrown away: as long as it lies there nobody lays down
 * a good one. Only the own; colleagues, or two of three other offices, give it anew. Throws `not-found` for everybody else's.
 */
export const throwAwayUnopened = (deps: Deps, once: Once, officer: OfficerSession['officer'], complaintId: string): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const { row } = await reach(tx, deps, officer, complaintId)
    await tx.delete(complaintKey).where(and(eq(complaintKey.complaintId, row.id), eq(complaintKey.reader, officer.id)))
    await recordComplaintEvent(tx, row, { type: 'key-unopened', actorId: officer.id, day: deps.clock.today() })
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
