import { and, desc, eq, type SQL } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'
import { notice } from '../notice/table.ts'

/** A notice as far as an objection to it has to know. */
export type ObjectedNotice = { id: string; applicationId: string; claimId: string; /** Its last day; null once it hangs no more. */ to: string | null }

async function find(tx: Transaction, which: SQL | undefined): Promise<ObjectedNotice | undefined> {
  const [row] = await tx
    .select({ id: notice.id, applicationId: notice.applicationId, claimId: notice.claimId, state: notice.state, to: notice.toOn })
    .from(notice)
    .where(which)
    .orderBy(desc(notice.id))
    .limit(1)
  if (!row || row.state === 'withheld') return undefined
  const { state, to, ...of } = row
  return { ...of, to: state === 'hanging' ? to : null }
}

/** The notice of that id, if there ever was one that everybody could read. */
export const findNotice = (tx: Transaction, id: string): Promise<ObjectedNotice | undefined> => find(tx, eq(notice.id, id))

/** The notice that hangs for a claim, if one does. */
export const findNoticeOf = (tx: Transaction, claimId: string): Promise<ObjectedNotice | undefined> =>
  find(tx, and(eq(notice.claimId, claimId), eq(notice.state, 'hanging')))
