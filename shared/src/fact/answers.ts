import type { PolicyParameters } from '../policy/parameters/shape.ts'
import { bandsFor, isBanded } from './bands.ts'
import { factSpec, isHouseholdFact } from './dictionary.ts'
import type { FactKey, Facts, FactValue, Household, Member } from './dictionary.ts'
import { findJoint } from './together.ts'
import type { KnownFacts } from './together.ts'

/**
 * One tile: the facts it states and its words (catalogue `fact`). `about` marks a band, which states
 * its middle.
 */
export type Choice = {
  sets: Facts
  text: { key: string; params?: Record<string, number> }
  hint?: { key: string; params?: Record<string, number> }
  about?: true
}

/**
 * How one question can be answered. `one`: pick a tile. `several`: tick any; `nothing` holds for what
 * is left unticked, and its tile reads "none of these". `amount` and `count`: a typed number, or a
 * tile where there are any. "Cannot say" is always offered besides and is no choice: it answers
 * `"unknown"`, a missing fact. `ask` and `hint` are the question's own catalogue keys.
 */
export type Answers = { ask: string; hint?: string } & Offer

type Offer =
  | { kind: 'one'; choices: readonly Choice[] }
  | { kind: 'several'; choices: readonly Choice[]; nothing: Facts }
  | { kind: 'amount' | 'count'; choices: readonly Choice[]; unit: string; min: number; max: number }

/** A bag with one fact; the dictionary's types hold because the value comes from its own entry. */
const bag = (fact: FactKey, value: FactValue): Facts => ({ [fact]: value }) as Facts

const named = (fact: FactKey, value: string | boolean): Choice => ({
  sets: bag(fact, value),
  text: { key: `fact.value.${fact}.${value}` },
})

const counted = (fact: FactKey, from: number, to: number, more: boolean): Choice[] =>
  Array.from({ length: to - from + 1 }, (_, step) => {
    const n = from + step
    const key = `fact.choice.${fact}${more && n === to ? '.more' : '.exact'}`
    return { sets: bag(fact, n), text: { key, params: { n } } }
  })

/** Counts that fit on tiles; the last one may stand for "or more". */
const tiles: Partial<Record<FactKey, readonly [from: number, to: number, more: boolean]>> = {
  householdSize: [1, 6, true],
  vehicleCount: [0, 2, true],
  houseCount: [0, 2, true],
  disabilityLevel: [1, 4, false],
  selfCareFailures: [0, 6, false],
}

/**
 * The answers to offer for a fact, one question at a time. Bands of money run along the lines that
 * decide something for this household, so that the middle of a band never says more than the band.
 * `member` is the one the question is about; what is already known makes some questions shorter.
 */
export function choicesFor(
  fact: FactKey,
  parameters: PolicyParameters,
  household: Household,
  member?: Member,
): Answers {
  const known: KnownFacts = isHouseholdFact(fact) ? household : (member ?? {})
  const joint = findJoint(fact, known)
  if (joint !== undefined) {
    const choices = joint.answers.map(({ id, sets }) => ({
      sets,
      text: { key: `fact.together.${fact}.${id}` },
    }))
    const words = {
      ask: `fact.together.${fact}.ask`,
      ...(joint.hinted ? { hint: `fact.together.${fact}.hint` } : {}),
    }
    return joint.kind === 'tick'
      ? { ...words, kind: 'several', choices, nothing: joint.nothing }
      : { ...words, kind: 'one', choices }
  }
  const hint = hinted.has(fact) ? { hint: `fact.hint.${fact}` } : {}
  return { ask: `fact.ask.${fact}`, ...hint, ...choicesForOne(fact, parameters, household) }
}

/** Questions with a second line. */
const hinted: ReadonlySet<FactKey> = new Set([
  'householdSize',
  'age',
  'currentStatus',
  'disasterDamage',
  'vehicleCount',
  'houseGrade',
  'housingAreaPerCapita',
  'monthlyIncome',
  'exemptMonthlyIncome',
  'employmentDeduction',
  'rigidMedical12m',
  'rigidEducation12m',
  'rigidRehab12m',
  'policySelfPaid12m',
  'severeIllness',
  'hasEnterprise',
])

function choicesForOne(fact: FactKey, parameters: PolicyParameters, household: Household): Offer {
  const spec = factSpec(fact)
  switch (spec.type) {
    case 'boolean':
      return { kind: 'one', choices: [named(fact, true), named(fact, false)] }
    case 'enum':
      return { kind: 'one', choices: spec.values.map((value) => named(fact, value)) }
    case 'set': {
      const values = spec.values.filter((value) => value !== 'none')
      const choices = values.map((value) => ({ ...named(fact, value), sets: bag(fact, [value]) }))
      return { kind: 'several', choices, nothing: bag(fact, ['none']) }
    }
    case 'integer': {
      const tile = tiles[fact]
      const choices = tile === undefined ? [] : counted(fact, ...tile)
      return { kind: 'count', choices, unit: spec.unit, min: spec.min, max: spec.max }
    }
    case 'number': {
      const choices = isBanded(fact) ? bandsFor(fact, parameters, household) : []
      return { kind: 'amount', choices, unit: spec.unit, min: spec.min, max: spec.max }
    }
    default:
      return spec satisfies never
  }
}

/** The facts that a pick states (indexes of `choices`; none picked of `several` is "none of these"). */
export function factsPicked(answers: Answers, picked: readonly number[]): Facts {
  const chosen = picked.flatMap((at) => answers.choices[at] ?? [])
  if (answers.kind !== 'several') return Object.assign({}, ...chosen.map(({ sets }) => sets)) as Facts
  const facts: Record<string, FactValue> = { ...answers.nothing } as Record<string, FactValue>
  for (const { sets } of chosen)
    for (const [fact, value] of Object.entries(sets)) facts[fact] = joined(facts[fact], value)
  return facts as Facts
}

/** Ticked statuses add up; any other fact takes the ticked value. */
const joined = (before: FactValue | undefined, value: FactValue): FactValue =>
  Array.isArray(before) && Array.isArray(value)
    ? [...before.filter((one) => one !== 'none'), ...value]
    : value
