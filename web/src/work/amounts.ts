import { programmes } from '@yima/shared/policy/programmes/index'
import type { WorkClaim } from '@yima/shared/work/contract'
import { findText } from '../app/text.ts'

/** About how much, if every fitting verdict knows: `每月 1,140 元左右`; undefined while nobody can say. */
export function amountText({ programme, verdicts }: WorkClaim): string | undefined {
  const fitting = verdicts.filter(({ verdict }) => verdict === 'eligible')
  const fen = fitting.flatMap(({ amount }) => (amount === undefined ? [] : [Math.round(amount * 100)]))
  const sum = fen.reduce((all, one) => all + one, 0)
  if (sum === 0 || fen.length < fitting.length) return undefined
  return findText(`policy.amount.${programmes[programme].amount.kind}`, { amount: sum / 100 })
}
