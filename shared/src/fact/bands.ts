import type { PolicyParameters } from '../policy/parameters/shape.ts'
import type { Choice } from './answers.ts'
import type { FactKey, Household } from './dictionary.ts'

type Banded =
  'monthlyIncome' | 'personMonthlyIncome' | 'financialAssets' | 'policySelfPaid12m' | 'housingAreaPerCapita'

const banded: readonly string[] = [
  'monthlyIncome',
  'personMonthlyIncome',
  'financialAssets',
  'policySelfPaid12m',
  'housingAreaPerCapita',
] satisfies Banded[]

export const isBanded = (fact: FactKey): fact is Banded => banded.includes(fact)

/** The lines for one person (yuan or square metres) along which an answer decides something. */
function linesFor(fact: Banded, figures: PolicyParameters, household: Household): number[] {
  const homes =
    household.hukouClass === 'urban' || household.hukouClass === 'rural'
      ? ([household.hukouClass] as const)
      : (['urban', 'rural'] as const)
  const standards = homes.map((home) => figures.dibaoStandard[home])
  const times = (...factors: number[]) =>
    standards.flatMap((standard) => factors.map((factor) => standard * factor))
  switch (fact) {
    case 'monthlyIncome':
      return [
        ...times(1, figures.edgeMultiplier, figures.housingIncomeMultiplier, figures.legalAidMultiplier),
        figures.disposableIncomeYear / 12,
      ]
    case 'personMonthlyIncome':
      return times(1)
    case 'financialAssets':
      return times(figures.assetMonthsDibao, figures.assetMonthsEdge)
    case 'policySelfPaid12m':
      return Object.values(figures.medicalThreshold)
    case 'housingAreaPerCapita':
      return [figures.housingArea]
    default:
      return fact satisfies never
  }
}

/** Facts that are stated for the whole household but decided for each person in it. */
const shared: ReadonlySet<Banded> = new Set(['monthlyIncome', 'financialAssets'])

/**
 * Bands between the lines, each standing for its middle; the first says "next to nothing". None
 * while the lines of the whole household need a size that nobody has said.
 */
export function bandsFor(fact: Banded, figures: PolicyParameters, household: Household): Choice[] {
  const size = shared.has(fact) ? household.householdSize : 1
  if (typeof size !== 'number') return []
  const lines = [...new Set(linesFor(fact, figures, household))]
    .filter((line) => line > 0)
    .sort((a, b) => a - b)
  const none: Choice = { sets: { [fact]: 0 }, text: { key: `fact.choice.${fact}.none` } }
  const bands = [0, ...lines].map((from, at): Choice => band(fact, from, lines[at], size))
  return fact === 'housingAreaPerCapita' ? bands : [none, ...bands]
}

const cents = (value: number): number => Math.round(value * 100) / 100

function band(fact: Banded, from: number, to: number | undefined, size: number): Choice {
  const kind = to === undefined ? 'above' : from === 0 ? 'below' : 'between'
  const middle = to === undefined ? from * 1.25 : (from + to) / 2
  const each =
    size > 1 ? { hint: { key: `fact.choice.${fact}.each-${kind}`, params: spanOf(from, to, 1) } } : {}
  return {
    sets: { [fact]: cents(middle * size) },
    about: true,
    text: { key: `fact.choice.${fact}.${kind}`, params: spanOf(from, to, size) },
    ...each,
  }
}

const spanOf = (from: number, to: number | undefined, size: number): Record<string, number> => ({
  from: cents(from * size),
  ...(to === undefined ? {} : { to: cents(to * size) }),
})
