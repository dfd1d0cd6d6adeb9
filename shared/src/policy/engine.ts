import type { FactKey, Household, Member } from '../fact/dictionary.ts'
import { factKeys, factSpec } from '../fact/dictionary.ts'
import type { AmountRule, Known } from './amount.ts'
import { compiler } from './compile.ts'
import { memberIn, refOf, slotIn, truths, type Node, type Ref } from './node.ts'
import type { PolicyParameters } from './parameters/shape.ts'
import { programmeIds } from './programme-ids.ts'
import type { ProgrammeId } from './programme-ids.ts'
import { programmes } from './programmes/index.ts'
import { countedAt, decode, Sheet, slotOf, type Level } from './sheet.ts'
import type { Because, FactRef, Verdict } from './verdict.ts'

type Answer = Verdict['verdict']
const answers: readonly [Answer, Answer, Answer] = ['ineligible', 'unknown', 'eligible']

/** A verdict without its reasons. */
export type Decision = { programme: ProgrammeId, member?: string | undefined, verdict: Answer }

/** What an unknown row still needs, and how much (1: it cannot be settled as a yes without it). */
export type Need = {
  programme: ProgrammeId
  /** How much of the way to a yes is known to hold, 0 to 1. */
  progress: number
  facts: { ref: FactRef, share: number }[]
}

type Row = { programme: ProgrammeId, node: Node, amount: AmountRule | undefined }

/** Asking order: painful questions last, within that the dictionary's order. */
const rank = factKeys.map((key, at) => factSpec(key).sensitivity * 64 + at)

/**
 * All programmes made ready for one set of figures. It holds one sheet and works on one household at
 * a time, without waiting; answers are plain data, whose parts may be shared and are not to be changed.
 */
export class Engine {
  readonly #sheet = new Sheet()
  readonly #figures: PolicyParameters
  readonly #household: readonly Row[]
  readonly #member: readonly Row[]
  readonly #known: Known
  #used: Ref[] = []

  constructor(figures: PolicyParameters) {
    this.#figures = figures
    const { compile, named, memberTruths } = compiler(this.#sheet, figures)
    const all = programmeIds.map((id) => programmes[id])
    this.#household = all.flatMap(({ id, forHousehold, amount }) =>
      forHousehold === undefined ? [] : [{ programme: id, node: named(id), amount: amount.household }])
    this.#member = all.flatMap(({ id, forHousehold, forMember, amount }) => {
      if (forMember === undefined) return []
      const node = forHousehold === undefined ? named(id) : compile(forMember)
      return [{ programme: id, node, amount: amount.member }]
    })
    this.#sheet.memberTruths = memberTruths()
    this.#known = {
      value: (fact) => this.#read(fact),
      is: (id) => truths[named(id).decide()],
      countedIncome: () => {
        const counted = this.#sheet.numbers[countedAt] as number
        return Number.isNaN(counted) ? undefined : counted
      },
    }
  }

  /** Answers only: the fast path of next questions, rehearsals and statistics. */
  decideAll(household: Household, members: readonly Member[]): Decision[] {
    const sheet = this.#sheet
    sheet.load(household, members)
    const decisions: Decision[] = []
    for (const { programme, node } of this.#household) {
      decisions.push({ programme, member: undefined, verdict: answers[node.decide()] })
    }
    for (let at = 0; at < members.length; at += 1) {
      sheet.turnTo(at)
      const member = (members[at] as Member).id
      for (const { programme, node } of this.#member) {
        decisions.push({ programme, member, verdict: answers[node.decide()] })
      }
    }
    return decisions
  }

  /** Answers with reasons, missing and assumed facts and amounts. */
  explainAll(household: Household, members: readonly Member[]): Verdict[] {
    this.#sheet.load(household, members)
    const verdicts: Verdict[] = []
    for (const row of this.#household) verdicts.push(this.#explain(row, undefined))
    for (let at = 0; at < members.length; at += 1) {
      this.#sheet.turnTo(at)
      const { id } = members[at] as Member
      for (const row of this.#member) verdicts.push(this.#explain(row, id))
    }
    return verdicts
  }

  /** How much each missing fact is needed, for every row that is still unknown. */
  needs(household: Household, members: readonly Member[]): Need[] {
    const needs: Need[] = []
    const look = ({ programme, node }: Row): void => {
      if (node.decide() !== 1) return
      const shares = new Map<Ref, number>()
      node.open((ref, share) => shares.set(ref, Math.max(share, shares.get(ref) ?? 0)), 1)
      needs.push({ programme, progress: node.progress(), facts: [...shares].map(([ref, share]) => ({ ref: this.#named(ref), share })) })
    }
    this.#sheet.load(household, members)
    this.#household.forEach(look)
    members.forEach((_, at) => {
      this.#sheet.turnTo(at)
      this.#member.forEach(look)
    })
    return needs
  }

  #explain({ programme, node, amount }: Row, member: string | undefined): Verdict {
    const because = node.because()
    const verdict = answerOf(because)
    this.#used = []
    const fen = verdict === 'eligible' && amount !== undefined ? amount(this.#known, this.#figures) : undefined
    return {
      programme,
      member,
      verdict,
      amount: fen === undefined ? undefined : fen / 100,
      because,
      missing: verdict === 'unknown' ? this.#missing(node) : [],
      assumed: this.#sheet.anyAssumed || this.#used.length > 0 ? this.#facts([...node.lean(), ...this.#used]) : [],
    }
  }

  #missing(node: Node): FactRef[] {
    const refs: Ref[] = []
    node.open((ref) => refs.push(ref), 1)
    return this.#facts(refs)
  }

  /** Each fact once, sensitive ones last. */
  #facts(refs: readonly Ref[]): FactRef[] {
    const sorted = [...new Set(refs)].sort((one, other) =>
      (rank[slotIn(one)] as number) - (rank[slotIn(other)] as number) || one - other)
    return sorted.map((ref) => this.#named(ref))
  }

  #named(ref: Ref): FactRef {
    const fact = factKeys[slotIn(ref)] as FactKey
    const at = memberIn(ref)
    return at < 0 ? { fact } : { fact, member: (this.#sheet.members[at] as Member).id }
  }

  #read(fact: FactKey) {
    const slot = slotOf(fact)
    if (this.#sheet.assumed[slot] === 1) this.#used.push(refOf(slot, factSpec(fact).scope === 'household' ? -1 : this.#sheet.at))
    return decode(fact, this.#sheet.numbers[slot] as number)
  }
}

const answerOf = ({ ok }: Because): Answer => answers[ok === 'no' ? 0 : ok === 'yes' ? 2 : 1]

const engines = new WeakMap<PolicyParameters, Engine>()

/** The engine of a set of figures, made on first use. */
export function engineFor(figures: PolicyParameters): Engine {
  const known = engines.get(figures)
  if (known !== undefined) return known
  const fresh = new Engine(figures)
  engines.set(figures, fresh)
  return fresh
}

export type { Level }
