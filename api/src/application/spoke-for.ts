import { sql } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'

/**
 * Whether an officer said something of this application in its person's place: wrote it down, recorded their yes, or added
 * a programme that they did not ask for.
 */
export async function hasSpokenFor(
  tx: Transaction,
  applicationId: string,
  officerId: string,
): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    SELECT 1 FROM event
     WHERE stream = ${applicationId} AND actor_kind = 'officer' AND actor_id = ${officerId}
       AND (number = 1 OR type IN ('agreement-recorded', 'claim-added')) LIMIT 1`)
  return rowCount !== 0
}
