import type { AidLine } from '@yima/shared/household/contract'
import type { FamilyClaim } from './claims.ts'

/** What was given, in yuan, and from which month on; null where nothing was, or no sum belongs to it. */
export function amountOf({ given }: Pick<FamilyClaim, 'given'>): Pick<AidLine, 'amount' | 'from'> {
  if (given === null) return { amount: null, from: null }
  const { fen, kind, firstMonth } = given
  return { amount: fen === null ? null : { yuan: fen / 100, per: kind }, from: firstMonth }
}
