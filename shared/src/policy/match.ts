import type { Household, Member } from '../fact/dictionary.ts'
import { engineFor, type Decision, type Need } from './engine.ts'
import type { PolicyParameters } from './parameters/shape.ts'
import type { Verdict } from './verdict.ts'

/** What is known of a household, and the figures to hold it against (`parametersFor`). */
export type MatchInput = {
  household: Household
  members: readonly Member[]
  parameters: PolicyParameters
  /** The day the answer is for; the figures were chosen by it. */
  date?: string
}

/** The person everything is asked of first; stands in where nobody is listed yet. */
export const firstMember = 'm1'

const listed = (members: readonly Member[]): readonly Member[] =>
  members.length === 0 ? [{ id: firstMember }] : members

/**
 * Every programme's answer for a household: one verdict for each household programme, and one for
 * each member for personal ones (dibao alone and legal aid have both). Pure; never throws on facts:
 * what is missing or malformed is unknown. Amounts in yuan, rounded once, half up.
 */
export const match = ({ household, members, parameters }: MatchInput): Verdict[] =>
  engineFor(parameters).explainAll(household, listed(members))

/** The same answers without reasons, several times faster. */
export const decideAll = ({ household, members, parameters }: MatchInput): Decision[] =>
  engineFor(parameters).decideAll(household, listed(members))

/** What each unknown answer still needs; for choosing questions. */
export const needsOf = ({ household, members, parameters }: MatchInput): Need[] =>
  engineFor(parameters).needs(household, listed(members))
