import type { ClaimState } from '@yima/shared/claim/claim'
import type { AidClaim } from '@yima/shared/household/aid'
import type { AidLine } from '@yima/shared/household/contract'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'

/** What was decided of a claim, in yuan, and from which month on; null where nothing was, or no figure belongs to it. */
export async function amountOf(
  _tx: Transaction, _deps: Deps, _aid: AidClaim, _state: ClaimState | null,
): Promise<Pick<AidLine, 'amount' | 'from'>> {
  return { amount: null, from: null }
}
