import { and, desc, eq } from 'drizzle-orm'
import { kindOf } from '@yima/shared/notice/posted'
import { isOpenFor } from '@yima/shared/process/commands'
import type { Change } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import { judge } from '../decision/judge.ts'
import type { Deps } from '../http/context.ts'
import { shownOf, textHashOf } from './follow.ts'
import { notice } from './table.ts'

/**
 * A notice follows anew only where what it shows has changed. Of a claim that was looked into once more, and comes to what hung
 * before, that notice stands: it hangs on, or has hung its days. The caller has given the opinion and saves the change.
 */
export async function keepNotice(tx: Transaction, deps: Deps, change: Change, claimId: string): Promise<void> {
  const state = change.claims.find(({ id }) => id === claimId)?.state
  const process = state?.process
  if (!state || !process?.stood || !isOpenFor(process, 'keep-notice')) return
  const [hung] = await tx
    .select({ textHash: notice.textHash })
    .from(notice)
    .where(and(eq(notice.claimId, claimId), eq(notice.kind, kindOf(state.programme)), eq(notice.fromOn, process.stood.from)))
    .orderBy(desc(notice.id))
    .limit(1)
  const shown = shownOf(deps, change.held, state, await judge(tx, deps, change.held, state))
  if (hung?.textHash === textHashOf(shown)) change.follow(claimId, { type: 'keep-notice' })
}
