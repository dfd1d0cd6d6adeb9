import type { FactKey, FactValue, Household, Member } from '../fact/dictionary.ts'
import { amountOf, type AmountRule, type AmountStep, type AmountTrace, type Known } from './amount.ts'
import { currentBook, type RuleBook } from './book.ts'
import { Compiler } from './compile.ts'
import { factAt, Gaps, ofHousehold } from './gaps.ts'
import { nameOpen, progressOf } from './needs.ts'
import type { Node } from './node.ts'
import type { PolicyParameters } from './parameters/shape.ts'
import { programmeIds } from './programme-ids.ts'
import type { ProgrammeId } from './programme-ids.ts'
import { Reasons, truths, type Telling } from './reasons.ts'
import { countedAt, decode, Sheet, slotOf } from './sheet.ts'
import { Tape } from './tape.ts'
import type { FactRef, Verdict } from './verdict.ts'

type Answer = Verdict['verdict']
const answers: readonly [Answer, Answer, Answer] = ['ineligible', 'unknown', 'eligible']

/** A verdict without its reasons. */
export type Decision = { programme: ProgrammeId; member?: string | undefined; verdict: Answer }

/** What an unknown row still needs, and how much (1: it cannot be settled as a yes without it). */
export type Need = {
  programme: ProgrammeId
  /** How much of the way to a yes is known to hold, 0 to 1. */
  progress: number
  facts: { ref: FactRef; share: number }[]
}

/** A verdict with the steps of its amount; `given` in fen, undefined where the rules set none or a fact is missing. */
export type WorkedOut = Verdict & { steps: readonly AmountStep[]; given: number | undefined }

type Row = { programme: ProgrammeId; node: Node; step: number; told: Telling; amount: AmountRule | undefined }

/**
 * All programmes made ready for one set of figures. It holds one sheet and works on one household at
 * a time, without waiting; answers are plain data, whose parts may be shared and are not to be changed.
 */
export class Engine {
  readonly #sheet: Sheet
  readonly #compiler: Compiler
  readonly #tape: Tape
  readonly #gaps: Gaps
  readonly #reasons: Reasons
  readonly #figures: PolicyParameters
  readonly #household: readonly Row[]
  readonly #member: readonly Row[]
  readonly #known: Known
  readonly #refs = new RefBook()
  /** Assumed defaults behind the row being told, an amount's included. */
  #leanLow = 0
  #leanHigh = 0

  /** @param strict nothing is assumed: what nobody has said stays unknown, as a decision needs it */
  constructor(figures: PolicyParameters, book: RuleBook = currentBook, strict = false) {
    this.#figures = figures
    this.#sheet = new Sheet(!strict)
    const compiler = new Compiler(figures, book)
    this.#compiler = compiler
    const all = programmeIds.flatMap((id) => book.programmes[id] ?? [])
    const household = all.flatMap(({ id, forHousehold, amount }) =>
      forHousehold === undefined
        ? []
        : [{ programme: id, node: compiler.named(id), amount: amount.household }],
    )
    const member = all.flatMap(({ id, forHousehold, forMember, amount }) => {
      if (forMember === undefined) return []
      const node = forHousehold === undefined ? compiler.named(id) : compiler.compile(forMember)
      return [{ programme: id, node, amount: amount.member }]
    })
    this.#tape = new Tape(compiler, this.#sheet)
    this.#gaps = new Gaps(this.#tape, this.#sheet)
    this.#reasons = new Reasons(compiler, this.#tape, this.#sheet)
    const laid = ({ programme, node, amount }: Omit<Row, 'step' | 'told'>): Row => ({
      programme,
      node,
      step: node.step.at,
      told: this.#reasons.of(node),
      amount,
    })
    this.#household = household.map(laid)
    this.#member = member.map(laid)
    this.#known = {
      value: (fact) => this.#read(fact),
      is: (id) => truths[this.#tape.levelAt(compiler.named(id).step.at)],
      countedIncome: () => {
        const counted = this.#sheet.numbers[countedAt] as number
        return Number.isNaN(counted) ? undefined : counted
      },
    }
  }

  /** Answers only: the fast path of next questions, rehearsals and statistics. */
  decideAll(household: Household, members: readonly Member[]): Decision[] {
    const tape = this.#tape
    const decisions = new Array<Decision>(this.#household.length + this.#member.length * members.length)
    let next = 0
    this.#sheet.load(household, members)
    tape.runHousehold()
    for (const { programme, step } of this.#household) {
      decisions[next++] = { programme, member: undefined, verdict: answers[tape.levelAt(step)] }
    }
    for (let at = 0; at < members.length; at += 1) {
      this.#sheet.turnTo(at)
      tape.runMember()
      const member = (members[at] as Member).id
      for (const { programme, step } of this.#member) {
        decisions[next++] = { programme, member, verdict: answers[tape.levelAt(step)] }
      }
    }
    return decisions
  }

  /** Answers with reasons, missing and assumed facts and amounts. */
  explainAll(household: Household, members: readonly Member[]): Verdict[] {
    const verdicts = new Array<Verdict>(this.#household.length + this.#member.length * members.length)
    let next = 0
    this.#sheet.load(household, members)
    this.#tape.runHousehold()
    this.#gaps.runHousehold()
    for (const row of this.#household) verdicts[next++] = this.#explain(row, undefined)
    for (let at = 0; at < members.length; at += 1) {
      this.#sheet.turnTo(at)
      this.#tape.runMember()
      this.#gaps.runMember()
      const { id } = members[at] as Member
      for (const row of this.#member) verdicts[next++] = this.#explain(row, id)
    }
    return verdicts
  }

  /** How much each missing fact is needed, for every row that is still unknown. */
  needs(household: Household, members: readonly Member[]): Need[] {
    const tape = this.#tape
    const needs: Need[] = []
    const look = ({ programme, node }: Row): void => {
      if (tape.levelAt(node.step.at) !== 1) return
      const facts: Need['facts'] = []
      const progress = progressOf(tape, node)
      nameOpen(
        tape,
        this.#sheet,
        node,
        (slot, at, share) => {
          facts.push({ ref: this.#refs.of(slot, at, members), share })
        },
        1,
      )
      needs.push({ programme, progress, facts })
    }
    this.#sheet.load(household, members)
    tape.runHousehold()
    this.#household.forEach(look)
    members.forEach((_, at) => {
      this.#sheet.turnTo(at)
      tape.runMember()
      this.#member.forEach(look)
    })
    return needs
  }

  /** The rows of one programme with each amount step by step; what an amount waits for is missing like any fact. */
  workOut(programme: ProgrammeId, household: Household, members: readonly Member[]): WorkedOut[] {
    const verdicts = this.explainAll(household, members)
    return verdicts.flatMap((verdict) => {
      if (verdict.programme !== programme) return []
      const rows = verdict.member === undefined ? this.#household : this.#member
      const rule = rows.find((row) => row.programme === programme)?.amount
      if (verdict.verdict !== 'eligible' || rule === undefined) return [{ ...verdict, steps: [], given: undefined }]
      if (verdict.member !== undefined) {
        this.#sheet.turnTo(members.findIndex(({ id }) => id === verdict.member))
        this.#tape.runMember()
        this.#gaps.runMember()
      }
      return [{ ...verdict, ...this.#steps(rule, members) }]
    })
  }

  #steps(rule: AmountRule, members: readonly Member[]): Pick<WorkedOut, 'steps' | 'given' | 'missing'> {
    const steps: AmountStep[] = []
    const missing: FactRef[] = []
    const trace: AmountTrace = {
      step: (step) => steps.push(step) - 1,
      open: (fact) => void missing.push(this.#refs.of(slotOf(fact), Math.max(0, this.#sheet.at), members)),
      openKind: (id) => void missing.push(...this.#missing(this.#compiler.named(id).step.at)),
    }
    const given = amountOf(rule, this.#known, this.#figures, trace)
    return { steps, given, missing: [...new Set(missing)] }
  }

  #explain({ programme, step, told, amount }: Row, member: string | undefined): Verdict {
    const level = this.#tape.levelAt(step)
    const { anyAssumed } = this.#sheet
    this.#leanLow = anyAssumed ? (this.#gaps.assumedLow[step] as number) : 0
    this.#leanHigh = anyAssumed ? (this.#gaps.assumedHigh[step] as number) : 0
    // An amount may look at a default that no condition asked for: it joins the others.
    const fen = level === 2 && amount !== undefined ? amountOf(amount, this.#known, this.#figures) : undefined
    return {
      programme,
      member,
      verdict: answers[level],
      amount: fen === undefined ? undefined : fen / 100,
      because: this.#reasons.tell(told),
      missing: level === 1 ? this.#missing(step) : none,
      assumed:
        (this.#leanLow | this.#leanHigh) === 0
          ? none
          : this.#refs.list(this.#leanLow, this.#leanHigh, this.#sheet),
    }
  }

  #missing(step: number): FactRef[] {
    const { missingLow, missingHigh, ofMembers } = this.#gaps
    const own = this.#refs.list(missingLow[step] as number, missingHigh[step] as number, this.#sheet)
    const others = this.#gaps.others[step] as number
    if (others === 0) return own
    // Facts of several members, in asking order, each once.
    const { members } = this.#sheet
    const all = ofMembers.flatMap((bits, bit) =>
      (others >> bit) & 1
        ? bits.flatMap(({ low, high }, one) => this.#refs.list(low, high, { at: one, members }))
        : [],
    )
    return [...new Set([...own, ...all])].sort((one, other) => slotOf(one.fact) - slotOf(other.fact))
  }

  #read(fact: FactKey): FactValue | undefined {
    const slot = slotOf(fact)
    if (this.#sheet.assumed[slot] === 1) {
      if (slot < 32) this.#leanLow |= 1 << slot
      else this.#leanHigh |= 1 << (slot - 32)
    }
    return decode(fact, this.#sheet.numbers[slot] as number)
  }
}

const none: FactRef[] = []

/** References to facts, made once for each place on the sheet: most rows name the same few. */
class RefBook {
  readonly #household: FactRef[] = []
  readonly #members: { id: string; refs: FactRef[] }[] = []

  of(slot: number, at: number, members: readonly Member[]): FactRef {
    const fact = factAt(slot)
    if (ofHousehold[slot] === true) return (this.#household[slot] ??= { fact })
    const { id } = members[at] as Member
    const page = this.#members[at]
    const refs = page?.id === id ? page.refs : (this.#members[at] = { id, refs: [] }).refs
    return (refs[slot] ??= { fact, member: id })
  }

  /** The facts of some bits, in asking order. */
  list(low: number, high: number, { at, members }: Pick<Sheet, 'at' | 'members'>): FactRef[] {
    const refs: FactRef[] = []
    for (let bits = low; bits !== 0; bits &= bits - 1)
      refs.push(this.of(31 - Math.clz32(bits & -bits), at, members))
    for (let bits = high; bits !== 0; bits &= bits - 1)
      refs.push(this.of(63 - Math.clz32(bits & -bits), at, members))
    return refs
  }
}

const engines = new WeakMap<PolicyParameters, Engine>()

/** The engine of a set of figures, made on first use. */
export function engineFor(figures: PolicyParameters): Engine {
  const known = engines.get(figures)
  if (known !== undefined) return known
  const fresh = new Engine(figures)
  engines.set(figures, fresh)
  return fresh
}
