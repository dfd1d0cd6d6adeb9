import type { FactKey, FactValue, Household, Member } from '../fact/dictionary.ts'
import { isHouseholdFact } from '../fact/dictionary.ts'
import { isVerified, type FactSource, type Settled } from '../fact/held.ts'
import type { AmountStep } from '../policy/amount.ts'
import { Engine, type WorkedOut } from '../policy/engine.ts'
import { explain, type Line } from '../policy/explain.ts'
import { firstMember } from '../policy/match.ts'
import { findParameter } from '../policy/parameters/parameters-for.ts'
import type { PolicyParameters } from '../policy/parameters/shape.ts'
import type { ProgrammeId } from '../policy/programme-ids.ts'
import type { AmountKind } from '../policy/programme.ts'
import type { Source } from '../policy/source.ts'
import type { FactRef } from '../policy/verdict.ts'
import { figuresOf, type RuleData } from './rules.ts'

/** A figure of the place as it was in force. */
export type UsedFigure = { key: string; value: unknown; region: string; from: string; source: Source }

/** A settled fact as a decision keeps it: value, and whose word it rests on. */
export type UsedFact = {
  key: FactKey
  member: string | null
  value: FactValue
  source: FactSource
  from: string
  asOf: string
  verified: boolean
}

/** All that a decision is worked out from, kept whole beside it: the same basis gives the same result for ever. */
export type Basis = {
  rules: RuleData
  figures: readonly UsedFigure[]
  facts: readonly UsedFact[]
  conflicts: readonly { key: FactKey; member: string | null }[]
  /** Everybody who lives there, also of whom nothing holds. */
  members: readonly string[]
  /** When it was asked for, and the business date of the decision. */
  applied: string
  today: string
}

/** What one way in gives: the household, or one member; `fen` is null where the rules set no sum. */
export type Given = { member: string | null; fen: number | null; steps: readonly AmountStep[] }

export type Computation = {
  programme: ProgrammeId
  verdict: 'eligible' | 'ineligible' | 'unknown'
  kind: AmountKind
  given: readonly Given[]
  /** All of it in fen; null where the rules set no sum: what is given is then named by whoever decides. */
  fen: number | null
  /** `YYYY-MM` from which it is paid; null where it is not paid by the month. */
  firstMonth: string | null
  /** Of a yes the conditions that hold, of a no those that fail, of an unknown what is open. */
  reasons: readonly Line[]
  /** The facts without which it would not have come out so. */
  restsOn: readonly UsedFact[]
  /** Facts still needed to decide, those first that nobody has said. */
  missing: readonly FactRef[]
  conflicts: readonly { key: FactKey; member: string | null }[]
}

/** What stands in a settled picture of a family, as a decision keeps it. */
export function basisOf(input: {
  settled: Settled
  members: readonly string[]
  rules: RuleData
  region: string
  applied: string
  today: string
}): Basis {
  const { settled, rules, region, applied, today } = input
  const figures = figuresOf(rules).flatMap((key): UsedFigure[] => {
    const found = findParameter(key, region, today)
    if (found === undefined) return []
    const { value, from, source } = found.period
    return [{ key, value, region: found.region, from, source }]
  })
  const facts = settled.of.map(({ key, member, value, facts: [first] }): UsedFact => {
    const { source, from, asOf } = first
    return { key, member, value, source, from, asOf, verified: isVerified(first) }
  })
  const conflicts = settled.conflicts.map(({ key, member }) => ({ key, member }))
  const members = [...new Set([firstMember, ...input.members, ...settled.members.map(({ id }) => id)])]
  return { rules, figures, facts, conflicts, members, applied, today }
}

type Family = { household: Household; members: readonly Member[] }

/** The facts as the engine reads them. */
function familyOf(facts: readonly UsedFact[], members: readonly string[]): Family {
  const bag = (member: string | null) =>
    Object.fromEntries(facts.filter((fact) => fact.member === member).map(({ key, value }) => [key, value]))
  return { household: bag(null) as Household, members: members.map((id) => ({ ...bag(id), id }) as Member) }
}

/** The rows that count: of a programme with two ways in the household's, unless that is a no and a member's is not. */
function rowsThatCount(all: readonly WorkedOut[]): readonly WorkedOut[] {
  const [household] = all.filter(({ member }) => member === undefined)
  if (household !== undefined && household.verdict !== 'ineligible') return [household]
  const able = all.filter(({ verdict }) => verdict === 'eligible')
  return able.length > 0 ? able : all
}

const verdictOf = (rows: readonly WorkedOut[]): Computation['verdict'] =>
  rows.some(({ verdict }) => verdict === 'eligible')
    ? 'eligible'
    : rows.every(({ verdict }) => verdict === 'ineligible')
      ? 'ineligible'
      : 'unknown'

const nameOf = ({ fact, member }: FactRef): string => `${member ?? ''} ${fact}`

function monthAfter(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7)
}

const firstMonthOf = ({ rules: { paidFrom }, applied, today }: Basis): string | null =>
  paidFrom === null ? null : paidFrom === 0 ? monthAfter(applied, 0) : monthAfter(today, paidFrom)

/** One basis made ready: the engine of its own rules and figures, nothing assumed. */
class Worked {
  readonly #basis: Basis
  readonly #engine: Engine

  constructor(basis: Basis) {
    this.#basis = basis
    const figures = Object.fromEntries(
      basis.figures.map(({ key, value }) => [key, value]),
    ) as PolicyParameters
    this.#engine = new Engine(figures, basis.rules, true)
  }

  rows(facts: readonly UsedFact[]): readonly WorkedOut[] {
    const { rules } = this.#basis
    const { household, members } = familyOf(facts, this.#basis.members)
    return rowsThatCount(this.#engine.workOut(rules.programme, household, members))
  }

  /** Rows that come out alike, whatever else is known: same people, same answer, same sum, nothing open. A plain no needs no sums. */
  #alike(facts: readonly UsedFact[]): string {
    const { rules } = this.#basis
    const { household, members } = familyOf(facts, this.#basis.members)
    const own = this.#engine
      .decideAll(household, members)
      .filter(({ programme }) => programme === rules.programme)
    if (own.every(({ verdict }) => verdict === 'ineligible')) return 'no'
    return this.rows(facts)
      .map(({ member, verdict, given, missing }) => `${member ?? ''} ${verdict} ${given ?? ''} ${missing.length > 0}`)
      .join()
  }

  /**
   * The facts without which it would have come out otherwise: one after the other is taken away, those first that only
   * the applicant said, and what changes nothing stays away. Kleene's logic lets an answer only become unknown by it.
   */
  restsOn(facts: readonly UsedFact[]): readonly UsedFact[] {
    const answer = this.#alike(facts)
    const order = [...facts].sort((one, other) => Number(one.verified) - Number(other.verified))
    return order.reduce((kept: readonly UsedFact[], fact) => {
      const without = kept.filter((one) => one !== fact)
      return this.#alike(without) === answer ? without : kept
    }, facts)
  }
}

/**
 * What the rules say of a basis: pure, and the same for ever. Nothing is assumed: a default of the dictionary, a value in
 * dispute and a fenced fact are unknown here.
 */
export function compute(basis: Basis): Computation {
  const worked = new Worked(basis)
  const rows = worked.rows(basis.facts)
  const found = verdictOf(rows)
  const counted = found === 'eligible' ? rows.filter(({ verdict }) => verdict === 'eligible') : rows
  // A sum that waits for a fact is as open as a condition that does.
  const missing = counted.flatMap((row) => row.missing)
  const verdict = found === 'eligible' && missing.length > 0 ? 'unknown' : found
  const restsOn = verdict === 'unknown' ? [] : worked.restsOn(basis.facts)
  const told = verdict === 'ineligible' ? worked.rows(restsOn) : counted
  const given = verdict === 'eligible' ? counted.map(givenOf) : []
  const sums = given.map(({ fen }) => fen)
  const { rules } = basis
  return {
    programme: rules.programme,
    verdict,
    kind: kindOf(rules),
    given,
    fen:
      sums.length === 0 || sums.includes(null)
        ? null
        : sums.reduce((all: number, fen) => all + (fen ?? NaN), 0),
    firstMonth: verdict === 'eligible' ? firstMonthOf(basis) : null,
    reasons: distinct(
      told.flatMap(({ because }) => explain(because)),
      (line) => JSON.stringify(line),
    ),
    restsOn,
    missing: distinct(missing, nameOf),
    conflicts: basis.conflicts.filter(({ key, member }) =>
      missing.some((one) => one.fact === key && (isHouseholdFact(key) || one.member === member)),
    ),
  }
}

const givenOf = ({ member, given, steps }: WorkedOut): Given => ({
  member: member ?? null,
  fen: given ?? null,
  steps,
})

function kindOf({ programmes, programme }: RuleData): AmountKind {
  const rules = programmes[programme]
  if (rules === undefined) throw new RangeError('Rules without their programme')
  return rules.amount.kind
}

function distinct<T>(all: readonly T[], name: (one: T) => string): T[] {
  const seen = new Set<string>()
  return all.filter((one) => (seen.has(name(one)) ? false : seen.add(name(one))))
}
