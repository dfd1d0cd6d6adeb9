import type { FactKey } from '../fact/dictionary.ts'
import {
  against,
  agreed,
  allSaid,
  amount,
  compared,
  homeOf,
  item,
  known,
  sizeOf,
  sum,
  wordsOf,
  type ReportInput,
  type ReportItem,
  type ReportRule,
} from './report-item.ts'
import type { AnswerOf, SourceId } from './sources.ts'

/** Registered income of one month: wages and the like by the tax, pensions and benefits by the labour office. */
export function registeredIncome(input: Pick<ReportInput, 'words'>): number | null {
  const tax = sum(wordsOf(input, 'tax'), (said) => said.monthlyWage + said.monthlyOther)
  const labour = sum(wordsOf(input, 'labour'), (said) => said.monthlyPension + said.monthlyBenefit)
  return tax === null && labour === null
    ? null
    : (Math.round((tax ?? 0) * 100) + Math.round((labour ?? 0) * 100)) / 100
}

/**
 * What departments register is a floor: work on the field and by the day stands in no register. Less than was
 * declared is therefore no difference, and where nothing was declared nothing is known.
 */
export function income(input: ReportInput): ReportItem[] {
  const words = [...wordsOf(input, 'tax'), ...wordsOf(input, 'labour')]
  const declared = amount(input.declared.household['monthlyIncome'])
  const found = registeredIncome(input)
  const [home, size] = [homeOf(input), sizeOf(input)]
  return input.limits.map(({ line, income: lines }) => {
    const limit = home === null || size === null ? null : (Math.round(lines[home] * 100) * size) / 100
    const held = {
      declared,
      found: declared === null ? found : Math.max(declared, found ?? 0),
      limit,
      complete: allSaid(words),
    }
    const conclusion = against(held, (value, most) => value >= most)
    const silent = declared === null && conclusion === 'fits'
    return item(
      {
        rule: 'income',
        line,
        conclusion: silent ? 'unknown' : conclusion,
        fact: 'monthlyIncome',
        declared,
        found,
        limit,
      },
      words,
    )
  })
}

export function savings(input: ReportInput): ReportItem[] {
  const words = wordsOf(input, 'banks')
  const declared = amount(input.declared.household['financialAssets'])
  const found = sum(words, ({ total }) => total)
  const [home, size] = [homeOf(input), sizeOf(input)]
  return input.limits.map(({ line, savings: lines }) => {
    const limit = home === null || size === null ? null : (Math.round(lines[home] * 100) * size) / 100
    const conclusion = against(
      { declared, found, limit, complete: allSaid(words) },
      (value, most) => value > most,
    )
    return item({ rule: 'savings', line, conclusion, fact: 'financialAssets', declared, found, limit }, words)
  })
}

/** Things of which a family may have so many. */
export function owned<S extends SourceId>(
  input: ReportInput,
  source: S,
  { rule, fact, limit }: { rule: ReportRule; fact: FactKey; limit: number },
  of: (answer: AnswerOf[S]) => number,
): ReportItem {
  const words = wordsOf(input, source)
  const declared = amount(input.declared.household[fact])
  const found = sum(words, of)
  const conclusion = against(
    { declared, found, limit, complete: allSaid(words) },
    (value, most) => value > most,
  )
  return item({ rule, conclusion, fact, declared, found, limit }, words)
}

/** The same of what is only there or not. */
export function owns<S extends SourceId>(
  input: ReportInput,
  source: S,
  { rule, fact }: { rule: ReportRule; fact: FactKey },
  of: (answer: AnswerOf[S]) => number,
): ReportItem {
  const words = wordsOf(input, source)
  const declared = known(input.declared.household[fact])
  const pieces = sum(words, of)
  const complete = allSaid(words)
  const found = pieces === null || (pieces === 0 && !complete) ? null : pieces > 0
  const over = declared === true || found === true
  return item(
    { rule, conclusion: over ? 'over' : complete ? 'fits' : 'not-answered', fact, declared, found },
    words,
  )
}

/** Whoever paid less than they said is asked why; more is in their favour. */
export function medical(input: ReportInput): ReportItem {
  const words = wordsOf(input, 'medical-insurance')
  const declared = amount(input.declared.household['rigidMedical12m'])
  const found = sum(words, ({ selfPaid12m }) => selfPaid12m)
  return item(
    {
      rule: 'medical',
      conclusion: compared(declared, found, allSaid(words)),
      fact: 'rigidMedical12m',
      declared,
      found,
    },
    words,
  )
}

export function grade(input: ReportInput): ReportItem {
  const words = wordsOf(input, 'housing')
  const declared = known(input.declared.household['houseGrade'])
  const found = agreed(
    ...words.map(({ answer }) => (answer === null || answer.grade === 'none' ? null : answer.grade)),
  )
  const conclusion = allSaid(words) && found === null ? 'unknown' : compared(declared, found, allSaid(words))
  return item({ rule: 'house-grade', conclusion, fact: 'houseGrade', declared, found }, words)
}
