import type {
  AmountStepView,
  ComputationView,
  DecidedFact,
  DecisionDocument,
} from '@yima/shared/decision/contract'
import { dayText, yuanText } from '../app/formats.ts'
import { findText, t } from '../app/text.ts'
import { factText, valueText } from '../work/facts.ts'

const yuan = (fen: number): string => yuanText(fen / 100)
export const fullDay = (date: string): string => dayText(date, { year: true, weekday: false })

const figureName = ({ figure, part }: AmountStepView): string => {
  const name = findText(`policy.parameter.${figure}`) ?? figure ?? ''
  const of = part === undefined ? undefined : findText(`policy.part.${part}`)
  return of === undefined ? name : t('decision.figure.part', { figure: name, part: of })
}

/** One step of a sum as a sentence, with what it goes on from. */
function stepText(step: AmountStepView, steps: readonly AmountStepView[]): string {
  const before = step.of.map((at) => yuan(steps[at]?.fen ?? NaN))
  const [from = '', off = ''] = before
  const sum = yuan(step.fen)
  switch (step.op) {
    case 'figure':
      return t('decision.step.named', { name: figureName(step), yuan: sum })
    case 'money':
      return t('decision.step.named', { name: factText(step.fact ?? ''), yuan: sum })
    case 'income':
      return t('decision.step.income', { yuan: sum })
    case 'times':
      return t('decision.step.times', {
        from,
        count: step.by ?? '',
        name: factText(step.fact ?? ''),
        yuan: sum,
      })
    case 'sum':
      return t('decision.step.sum', { parts: before.join(' + '), yuan: sum })
    case 'less':
      return t(step.floor ? 'decision.step.floor' : 'decision.step.less', { from, off, yuan: sum })
    case 'share':
      return t('decision.step.share', { from, name: figureName(step), ratio: step.by ?? '', yuan: sum })
    case 'most':
      return t('decision.step.most', { from, cap: yuanText(step.by ?? NaN), yuan: sum })
    default:
      return step.op satisfies never
  }
}

export const stepTexts = (steps: readonly AmountStepView[]): string[] =>
  steps.map((step) => stepText(step, steps))

/** The applicant, or a number in the order in which they were named. */
export const memberName = (member: string): string =>
  member === 'm1'
    ? t('decision.member.applicant')
    : t('decision.member.other', { number: member.replace(/\D/g, '') })

/** How much, from which month on; for aid without a sum what it is. */
export function amountText({ kind, fen, firstMonth }: ComputationView, named: string | null): string {
  const what =
    named ??
    (fen === null
      ? t(`decision.amount.none.${kind === 'status' ? 'status' : 'other'}`)
      : t(`decision.amount.${kind}`, { yuan: yuan(fen) }))
  if (firstMonth === null) return what
  const [year = '', month = ''] = firstMonth.split('-')
  return t('decision.amount.from', { amount: what, year, month: String(Number(month)) })
}

/** A fact with its value, of whom, and whose word on which day. */
export function factLine({ key, member, value, source, asOf }: DecidedFact): { name: string; value: string } {
  const name =
    member === null || member === 'm1'
      ? factText(key)
      : t('decision.fact.of', { fact: factText(key), who: memberName(member) })
  return {
    name,
    value: t('decision.fact.said', {
      value: valueText({ fact: key, value }),
      source: t(`decision.source.${source}`),
      date: fullDay(asOf),
    }),
  }
}

export const reasonTexts = ({ reasons }: ComputationView): string[] =>
  reasons.map(({ key, params, article }) => {
    const said = findText(key, params) ?? key
    return article === undefined ? said : t('decision.reason', { said, article })
  })

export const remedyTexts = ({ remedies, county, office }: DecisionDocument): string[] =>
  remedies.map(({ kind, last }) =>
    t(`decision.remedy.${kind}`, { date: fullDay(last.date), county, office: office.name }),
  )
