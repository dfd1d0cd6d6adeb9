import { sql } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'

/** A notice as far as an objection to it has to know. */
export type ObjectedNotice = { id: string; applicationId: string; claimId: string; to: string }

/** The notice of that id, if there ever was one. */
export async function findNotice(tx: Transaction, id: string): Promise<ObjectedNotice | undefined> {
  const { rows } = await tx.execute<ObjectedNotice>(sql`
    SELECT n.id, c.application_id AS "applicationId", n.claim_id AS "claimId", n.to_on::text AS to
      FROM notice n JOIN claim c ON c.id = n.claim_id
     WHERE n.id = ${id}`)
  return rows[0]
}
