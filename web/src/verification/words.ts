import type { QueryView, ReportItemView, ReportView } from '@yima/shared/verification/contract'
import { dayText, yuanText } from '../app/formats.ts'
import { findText, t } from '../app/text.ts'
import { numberText } from '../work/facts.ts'

const money: readonly ReportItemView['rule'][] = ['income', 'savings', 'medical']

/** How a look at an item begins: what is over or differs first, what fits last. */
const order: Record<ReportItemView['conclusion'], number> = {
  over: 0,
  differs: 1,
  'not-answered': 2,
  unknown: 3,
  fits: 4,
}
export const byWeight = (items: ReportView['items']): ReportItemView[] =>
  [...items].sort((one, other) => order[one.conclusion] - order[other.conclusion])

/** Fits, and nobody said anything about it. */
export const isPlain = ({ conclusion, contest }: ReportItemView): boolean => conclusion === 'fits' && !contest

/** The shape beside each conclusion: colour is never the only sign. */
export const shapeOf: Record<ReportItemView['conclusion'], 'no' | 'turn' | 'pause' | 'maybe' | 'done'> = {
  over: 'no',
  differs: 'turn',
  'not-answered': 'pause',
  unknown: 'maybe',
  fits: 'done',
}

export const ruleText = ({ rule, line, who }: ReportItemView): string => {
  const name = t(`verification.rule.${rule}`)
  const of =
    line === null ? name : t('verification.rule.line', { rule: name, line: t(`verification.line.${line}`) })
  return who === null ? of : t('verification.rule.who', { rule: of, who })
}

function one(value: string | number | boolean, { rule, fact }: ReportItemView): string {
  if (typeof value === 'number') return money.includes(rule) ? yuanText(value) : numberText(fact ?? '', value)
  if (rule === 'death') return dayText(String(value))
  if (rule === 'aid') return findText(`policy.programme.${value}.name`) ?? String(value)
  const said = findText(`fact.value.${fact}.${value}`)
  return (
    said ??
    t(
      value === true
        ? 'verification.value.yes'
        : value === false
          ? 'verification.value.no'
          : 'verification.value.none',
    )
  )
}

/** A value in words; undefined where there is none. */
export function valueText(value: ReportItemView['found'], item: ReportItemView): string | undefined {
  if (value === null) return undefined
  return Array.isArray(value)
    ? value.map((part) => one(part, item)).join(t('verification.join'))
    : one(value, item)
}

/** Declared beside found, and the line it is held against. */
export function valuesOf(item: ReportItemView): { name: string; value: string }[] {
  const said = valueText(item.declared, item)
  const found = valueText(item.found, item)
  return [
    ...(said === undefined ? [] : [{ name: t('verification.declared'), value: said }]),
    ...(found === undefined ? [] : [{ name: t('verification.found'), value: found }]),
    ...(item.limit === null ? [] : [{ name: t('verification.limit'), value: one(item.limit, item) }]),
  ]
}

/** What an item rests on: departments, with the day of their registers. */
export const sourcesText = ({ sources }: ReportItemView): string =>
  sources
    .map(({ source, asOf, answered }) => {
      const name = t(`verification.source.${source}`)
      if (!answered || asOf === null) return t('verification.source.silent', { name })
      return t('verification.source.on', { name, date: dayText(asOf) })
    })
    .filter((text, at, all) => all.indexOf(text) === at)
    .join(t('verification.join'))

/** Where a query stands, as somebody at the desk would say it. */
export function queryText({ state, why, attempts, byLetter }: QueryView): string {
  if (byLetter !== null) return t('verification.query.letter', { name: byLetter })
  if (state === 'waiting' && why === 'unreachable')
    return t('verification.query.unreachable', { count: attempts })
  return (why && findText(`verification.query.${state}.${why}`)) ?? t(`verification.query.${state}`)
}
