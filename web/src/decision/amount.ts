import type { DecisionGist } from '@yima/shared/decision/gist'
import { monthText, yuanText } from '../app/formats.ts'
import { findText, t } from '../app/text.ts'

export const yuan = (fen: number): string => yuanText(fen / 100)

type Sum = Pick<DecisionGist, 'kind' | 'fen'>

/** How much; for aid without a sum what it is. */
export const whatText = ({ kind, fen }: Sum, named: string | null): string =>
  named ??
  (fen === null
    ? t(`decision.amount.none.${kind === 'status' ? 'status' : 'other'}`)
    : t(`decision.amount.${kind}`, { yuan: yuan(fen) }))

/** From which month on; undefined for what is not paid by the month. Of the year `known` the month says enough. */
export function fromText(
  { firstMonth }: Pick<DecisionGist, 'firstMonth'>,
  known?: string,
): string | undefined {
  if (firstMonth === null) return undefined
  const year = !firstMonth.startsWith(`${known}-`)
  return t('decision.from', { month: monthText(firstMonth, { year }) })
}

/** How much, from which month on, in one line. */
export function amountText(
  of: Sum & Pick<DecisionGist, 'firstMonth'>,
  named: string | null,
  known?: string,
): string {
  const [amount, from] = [whatText(of, named), fromText(of, known)]
  return from === undefined ? amount : t('decision.amount.from', { amount, from })
}

/** A condition as it came out; where its figure is kept back, by the rule alone. */
export function conditionText({ key, params }: NonNullable<DecisionGist['failed']>): string | undefined {
  const said = findText(key, params)
  if (!said?.includes('{value')) return said
  const rule = findText(key.replace(/\.(yes|no)$/, ''), params) ?? ''
  return t(key.endsWith('.yes') ? 'decision.rule.yes' : 'decision.rule.no', { rule })
}

/** A decision in one line: how much from when, or the first condition that fails. */
export function gistText(of: DecisionGist, refused: boolean, year: string): string {
  const { failed, ground, named } = of
  if (!refused) return amountText(of, named, year)
  const why = failed ? conditionText(failed) : ground && t(`decision.ground.${ground}`)
  return why ? t('decision.gist.refused', { why }) : t('decision.refused.rule')
}
