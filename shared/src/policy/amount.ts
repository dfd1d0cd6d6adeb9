import type { FactKey, FactValue } from '../fact/dictionary.ts'
import type { Truth } from '../truth.ts'
import type { PolicyParameters } from './parameters/shape.ts'
import type { ProgrammeId } from './programme-ids.ts'
import type { CircumstanceId } from './circumstance-ids.ts'

/** What an amount may look at: the facts of the case (defaults filled in) and what was decided. */
export type Known = {
  /** A fact's value; undefined while nobody has said. Looking at a default marks it as used. */
  value: (fact: FactKey) => FactValue | undefined
  is: (id: ProgrammeId | CircumstanceId) => Truth
  /** Income of the household that counts, fen a month. */
  countedIncome: () => number | undefined
}

/** Fen, rounded once, half up; undefined while a fact is missing that the amount depends on. */
export type AmountRule = (known: Known, figures: PolicyParameters) => number | undefined

export const fen = (yuan: number): number => Math.round(yuan * 100)

/** A share of an amount by a ratio of at most four decimals, half a fen up. */
export const shareOf = (amount: number, ratio: number): number =>
  Math.floor((2 * amount * Math.round(ratio * 10_000) + 10_000) / 20_000)

export type Home = 'urban' | 'rural'

export function homeOf(known: Known): Home | undefined {
  const home = known.value('hukouClass')
  return home === 'urban' || home === 'rural' ? home : undefined
}

/** A fact that is a number; undefined while missing. */
export function numberOf(known: Known, fact: FactKey): number | undefined {
  const value = known.value(fact)
  return typeof value === 'number' ? value : undefined
}
