import { factSpec, isFactKey } from '@yima/shared/fact/dictionary'
import type { FactView } from '@yima/shared/work/contract'
import { yuanText } from '../app/formats.ts'
import { findText, t } from '../app/text.ts'

/** A fact's name: `家里几口人`; what only the reader of words knows has its name here. */
export const factText = (fact: string): string =>
  findText(`fact.label.${fact}`) ?? findText(`work.heard.${fact}`) ?? fact

const wordText = (fact: string, word: string): string => findText(`fact.value.${fact}.${word}`) ?? word

/** A number with the unit of its fact: `1,200 元`, `1 辆`. */
export function numberText(fact: string, value: number): string {
  const spec = isFactKey(fact) ? factSpec(fact) : undefined
  const unit = spec && 'unit' in spec ? spec.unit : undefined
  if (unit?.startsWith('yuan')) return yuanText(value)
  const unitText = unit ? findText(`fact.unit.${unit}`) : undefined
  return unitText ? t('work.facts.number', { value, unit: unitText }) : String(value)
}

/** A stated or found value in words: `1,200 元`, `有`, `说不清`. */
export function valueText({ fact, value }: Pick<FactView, 'fact' | 'value'>): string {
  if (value === 'unknown' || value === undefined || value === null) return t('work.facts.unknown')
  if (typeof value === 'boolean')
    return findText(`fact.value.${fact}.${value}`) ?? t(value ? 'work.facts.yes' : 'work.facts.no')
  if (typeof value === 'number') return numberText(fact, value)
  if (Array.isArray(value)) return value.map((word) => wordText(fact, String(word))).join(t('work.join'))
  return wordText(fact, String(value))
}

/** Who a member is, as far as is known: the applicant, or a number in the order they were named. */
export function memberText(id: string, members: readonly Record<string, unknown>[]): string {
  const at = members.findIndex((member) => member['id'] === id)
  return at <= 0 ? t('work.facts.applicant') : t('work.facts.member', { number: at + 1 })
}
