import type { FactValue } from '@yima/shared/fact/dictionary'
import type { PackItem } from '@yima/shared/visit/contract'
import { careOf, type CareAct } from '@yima/shared/visit/ways'
import { findText, t } from '../app/text.ts'
import { factText, memberText, valueText } from '../work/facts.ts'

type Shown = Pick<PackItem, 'about'>

const word = (key: string): string => findText(key) ?? key
const whoOf = (member: string, members: readonly string[]): string => memberText(member, members.map((id) => ({ id })))

/** It stands alone, as a line of a list or above its answers: in English with a capital. */
const asTitle = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What an item is about, in a few words; of a member it says of whom, where there are several. */
export function itemText({ about }: Shown, members: readonly string[]): string {
  if (about.kind === 'living') return asTitle(word(`visit.living.${about.living}`))
  const name = about.kind === 'care' ? t('visit.care') : factText(about.key)
  if (about.member === null || members.length < 2) return asTitle(name)
  return asTitle(findText('fact.of.member', { who: whoOf(about.member, members), question: name }) ?? name)
}

/** What to ask, or to look at. */
export function askText({ about, way }: Shown & Pick<PackItem, 'way'>): string {
  const question = about.kind === 'fact' ? findText(`fact.ask.${about.key}`) : findText(`visit.ask.${about.kind === 'care' ? 'care' : about.living}`)
  return question === undefined ? t(`visit.way.${way}`) : t('visit.asked', { way: t(`visit.way.${way}`), question })
}

/** The words for one of the values of an item that are no fact. */
export const optionText = (about: PackItem['about'], value: string): string =>
  word(about.kind === 'care' ? `visit.act.${value}` : about.kind === 'living' ? `visit.living.${about.living}.${value}` : `fact.value.${about.key}.${value}`)

/** An answer in words; null: it could not be seen. */
export function answerText({ about }: Shown, value: FactValue | null): string {
  if (value === null) return t('visit.unseen')
  if (about.kind === 'fact') return valueText({ fact: about.key, value })
  if (about.kind === 'care') {
    const { level, because } = careOf(value as readonly CareAct[])
    const acts = because.map((act) => optionText(about, act)).join(t('work.join'))
    return because.length === 0 ? t(`visit.level.${level}`) : t('visit.level.why', { level: t(`visit.level.${level}`), acts })
  }
  const values = Array.isArray(value) ? (value as readonly string[]) : [String(value)]
  return values.map((one) => optionText(about, one)).join(t('work.join'))
}
