import type {
  AmountStepView,
  ComputationView,
  DecidedFact,
  DecisionDocument,
} from '@yima/shared/decision/contract'
import { dayText, yuanText } from '../app/formats.ts'
import { findText, t } from '../app/text.ts'
import { programmeName } from '../policy/names.ts'
import { factText, valueText } from '../work/facts.ts'
import { conditionText, yuan } from './amount.ts'

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

/** A fact with its value, and of whom. */
const factLine = ({ key, member, value }: DecidedFact): { name: string; value: string } => ({
  name:
    member === null || member === 'm1'
      ? factText(key)
      : t('decision.fact.of', { fact: factText(key), who: memberName(member) }),
  value: valueText({ fact: key, value }),
})

const grouped = <T>(all: readonly T[], name: (one: T) => string): [string, T[]][] => {
  const groups = new Map<string, T[]>()
  for (const one of all) groups.set(name(one), [...(groups.get(name(one)) ?? []), one])
  return [...groups]
}

/** Facts by whose word of which day they are: said once, not behind each of them. */
export const factGroups = (facts: readonly DecidedFact[]) =>
  grouped(facts, ({ source, asOf }) =>
    t('decision.fact.word', { source: t(`decision.source.${source}`), date: fullDay(asOf) }),
  ).map(([word, all]) => ({ word, lines: all.map(factLine) }))

/** Figures by the rule that sets them, and since when. */
export const figureGroups = (figures: ComputationView['figures']): { rule: string; names: string[] }[] =>
  grouped(figures, ({ from, article }) => t('decision.figure', { date: fullDay(from), article })).map(
    ([rule, all]) => ({
      rule,
      names: all.map(({ key }) => findText(`policy.parameter.${key}`) ?? key),
    }),
  )

/** Conditions as they came out, each with its article. */
export const reasonLines = ({
  reasons,
}: Pick<ComputationView, 'reasons'>): { said: string; article?: string }[] =>
  reasons.map(({ key, params, article }) => ({
    said: conditionText({ key, params }) ?? key,
    ...(article === undefined ? {} : { article }),
  }))

/** Why it was refused: the conditions that fail, or the ground that lies outside the rules. */
export function failedLines({
  ground,
  computation,
}: Pick<DecisionDocument, 'ground' | 'computation'>): ReturnType<typeof reasonLines> {
  if (ground !== null) return [{ said: t(`decision.ground.${ground}`) }]
  const failed = reasonLines(computation)
  return failed.length > 0 ? failed : [{ said: t('decision.refused.rule') }]
}

/** As the paper is called, and how it came out in one word. */
export const titleText = (of: Pick<DecisionDocument, 'outcome' | 'programme'>): string =>
  t(`decision.outcome.${of.outcome}`, {
    programme: findText(`policy.programme.${of.programme}.official`) ?? programmeName(of.programme),
  })
export const answerText = (of: Pick<DecisionDocument, 'outcome' | 'programme'>): string =>
  t(`decision.answer.${of.outcome}`, { programme: programmeName(of.programme) })

/** What may be done by whoever does not agree, and by when. */
export const remedyLines = ({ remedies, county, office }: DecisionDocument): { by: string; what: string }[] =>
  remedies.map(({ kind, last }) => ({
    by: t('decision.remedy.by', { date: fullDay(last.date) }),
    what: t(`decision.remedy.${kind}`, { county, office: office.name }),
  }))
