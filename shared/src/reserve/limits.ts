import type { Household } from '../fact/dictionary.ts'
import { programmes } from '../policy/programmes/index.ts'
import { parametersFor } from '../policy/parameters/parameters-for.ts'

/** What a fund may give, in fen, at a place on a day. */
export type Limits = {
  /** For one payment. */
  payment: number
  /** For one person in a calendar year, from all funds of the county together. */
  personYear: number
  /** Above it the county confirms, as it decides such sums (小额由乡镇定). */
  township: number
  /** The least that is put into a fund in a year. */
  year: number
}

const fen = (yuan: number): number => Math.round(yuan * 100)

/** Of the papers of the place: its figures with their days and sources stand in `policy/parameters`. */
export function limitsAt(region: string, today: string): Limits {
  const { reserveFund, tempTownshipCap } = parametersFor(region, today)
  const { payment, personYear, year } = reserveFund
  return { payment: fen(payment), personYear: fen(personYear), township: fen(tempTownshipCap), year: fen(year) }
}

/** Months of the standard for everybody who lives there, as many as the rules give at most (急难型); one person where nobody said how many. */
export function mostByRules(household: Household, region: string, today: string): number {
  const { dibaoStandard, tempMonths } = parametersFor(region, today)
  const { hukouClass, householdSize } = household as Record<string, unknown>
  const standard = hukouClass === 'urban' ? dibaoStandard.urban : dibaoStandard.rural
  const persons = typeof householdSize === 'number' && householdSize >= 1 ? householdSize : 1
  return fen(standard) * tempMonths[1] * persons
}

/** In how many hours of the request the money is to be there. */
export const hoursToPay: number =
  programmes.temporary.deadlines.find(({ step }) => step === 'emergency-payment')?.n ?? 24
