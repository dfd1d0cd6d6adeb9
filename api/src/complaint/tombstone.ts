import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { addDays } from '@yima/shared/calendar/working-days'
import { quarterOf } from '@yima/shared/complaint/figures'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import type { ComplaintRow, KeptRoute } from './desk-store.ts'
import { complaint, complaintAsk, complaintKey, complaintMessage, complaintPart, complaintRecovery, complaintTombstone } from './table.ts'

/** For how long a receipt still finds that a complaint is closed. */
const slipDays = 92

/** About nobody, from nowhere: what stands sealed where a row has to have something. */
const emptyRoute: KeptRoute = {
  concern: {
    ...{ place: '', accused: [], accusedUnits: [], recipient: false, provider: false, unknown: false },
    ...{ handlers: [], relatives: [], before: { officers: [], units: [] } },
  },
  ...{ excludedOfficers: [], excludedUnits: [] },
}

/**
 * Ends a complaint: by its days, or by two supervisors. What is left is that there was one, in which county, of what
 * kind, with which result, and the quarter of its end: by that of its beginning what is published would move once more with each. For a quarter its receipt finds besides which office closed it; then the row goes, too. The caller
 * holds the row, and writes nothing into it after this from what stood before.
 */
export async function eraseContents(tx: Transaction, { vault, clock }: Pick<Deps, 'vault' | 'clock'>, row: ComplaintRow, ended: 'time' | 'two'): Promise<void> {
  const { id, countyCode, kind } = row
  for (const table of [complaintMessage, complaintKey, complaintPart, complaintAsk, complaintRecovery])
    await tx.delete(table).where(eq(table.complaintId, id))
  await tx.execute(sql`SELECT forget_complaint_events(${id}::uuid)`)
  await tx.update(complaint).set({ joinedWith: null }).where(eq(complaint.joinedWith, id))
  const [now] = await tx.select({ finding: complaint.finding }).from(complaint).where(eq(complaint.id, id))
  await tx.insert(complaintTombstone).values({ id: randomUUID(), countyCode, quarter: quarterOf(clock.today()), kind, finding: now?.finding ?? null })
  await tx
    .update(complaint)
    .set({
      ...{ state: 'closed', ended, forgetOn: addDays(clock.today(), slipDays), version: 1 },
      ...{ sealedRoute: vault.sealField(JSON.stringify(emptyRoute)), recipient: '' },
      ...{ named: false, acceptBy: null, finishBy: null, decidedBy: null, decidedBefore: [], decidedOn: null, joinedWith: null, status: null },
      ...{ rating: null, reopened: 0, extended: false, cameUp: false },
    })
    .where(eq(complaint.id, id))
}
