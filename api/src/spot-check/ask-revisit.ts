import { sql } from 'drizzle-orm'
import { parseReceiptNumber } from '@yima/shared/receipt/number'
import { quarterOf } from '@yima/shared/spot-check/quarter'
import { Problem } from '@yima/shared/problem'
import { reach } from '../complaint/desk.ts'
import { recordComplaintEvent } from '../complaint/desk-store.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { wishFor } from './wish.ts'

/**
 * Has the claims of a request looked at again because of a complaint: they stand on one of the next lists of supervisors,
 * among others and without a reason. Whether there is such a request is not said: nobody learns that from a complaint.
 */
export const askRevisit = (deps: Deps, once: Once, officer: OfficerSession['officer'], id: string, typed: string): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const { row } = await reach(tx, deps, officer, id)
    const number = parseReceiptNumber(typed)
    if (!number.ok) throw new Problem('invalid-input', [{ field: 'receiptNumber', code: `receipt-${number.code}` }])
    const { rows } = await tx.execute<{ id: string }>(sql`
      SELECT c.id FROM claim c JOIN application a ON a.id = c.application_id
       WHERE a.receipt_number = ${number.value} AND a.county_code = ${row.countyCode}`)
    const day = deps.clock.today()
    for (const { id: claimId } of rows) await wishFor(tx, deps, { claimId, complaintId: row.id, countyCode: row.countyCode, quarter: quarterOf(day) })
    await recordComplaintEvent(tx, row, { type: 'revisit-asked', actorId: officer.id, day })
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
