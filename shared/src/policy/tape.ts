import type { Compiler } from './compile.ts'
import type { NodeOf, Step } from './node.ts'
import { isLookedUp, Region, slotOfLookUp } from './region.ts'
import { slotOf, type Level, type Sheet } from './sheet.ts'

const householdSize = slotOf('householdSize')

/**
 * All computations of one set of figures as bits in a row: the household's, then the member's. Parts
 * stand before wholes, so one pass answers everything and nothing is asked twice.
 */
export class Tape {
  readonly household: readonly Step[]
  readonly member: readonly Step[]
  readonly yes: Int32Array
  readonly no: Int32Array
  readonly #sheet: Sheet
  readonly #ofHousehold: Region
  readonly #ofMember: Region
  readonly #byPlace: Step[] = []
  /** By the place of a quantified condition: what it asks of each member, and nothing else. */
  readonly #asked: Region[] = []

  constructor({ householdSteps, memberSteps }: Compiler, sheet: Sheet) {
    this.#sheet = sheet
    this.household = inPlaces(householdSteps, 0)
    const firstWord = Math.ceil(householdSteps.length / 32)
    this.member = inPlaces(memberSteps, firstWord * 32)
    for (const step of [...this.household, ...this.member]) this.#byPlace[step.at] = step
    const words = firstWord + Math.ceil(memberSteps.length / 32)
    this.yes = new Int32Array(words)
    this.no = new Int32Array(words)
    this.#ofHousehold = new Region(this.household, 0, firstWord)
    this.#ofMember = new Region(this.member, firstWord, words)
    for (const { node, at } of this.household) {
      if (node.kind !== 'quantified') continue
      this.#asked[at] = new Region(this.stepsUnder(node.part.step), firstWord, words)
    }
  }

  /** How many places there are, gaps between the halves included. */
  get places(): number {
    return this.yes.length * 32
  }

  levelAt(at: number): Level {
    const bit = at & 31
    const word = at >> 5
    return ((this.yes[word] as number) >> bit) & 1 ? 2 : ((this.no[word] as number) >> bit) & 1 ? 0 : 1
  }

  isOpen(at: number): boolean {
    return ((((this.yes[at >> 5] as number) | (this.no[at >> 5] as number)) >> (at & 31)) & 1) === 0
  }

  stepAt(at: number): Step {
    return this.#byPlace[at] as Step
  }

  runHousehold(): void {
    this.#ofHousehold.run(this, this.#sheet, this.#ask)
  }

  /** For the member on the sheet. */
  runMember(): void {
    this.#ofMember.run(this, this.#sheet, this.#ask)
  }

  readonly #ask = (at: number): Level => this.fold(this.stepAt(at).node as NodeOf<'quantified'>)

  /**
   * Goes through the members for a quantified condition; `look` sees each answer. Idle where a part
   * before it already decides: then nobody's facts are worth asking for it, and it stays unknown.
   */
  fold({ step, every, part, unless }: NodeOf<'quantified'>, look?: (member: number) => void): Level {
    for (let at = 0; at < unless.length; at += 1) {
      const guard = unless[at] as (typeof unless)[number]
      if (this.levelAt(guard.node.step.at) === guard.level) return 1
    }
    const sheet = this.#sheet
    const region = this.#asked[step.at] as Region
    const before = sheet.at
    // Somebody whom nobody has listed may be the one at work.
    let level: Level = every ? ((sheet.numbers[householdSize] as number) <= sheet.members.length ? 2 : 1) : 0
    for (let member = 0; member < sheet.members.length; member += 1) {
      sheet.turnTo(member)
      region.run(this, sheet, this.#ask)
      const next = this.levelAt(part.step.at)
      if (every ? next < level : next > level) level = next
      if (look !== undefined) look(member)
    }
    if (before >= 0) {
      sheet.turnTo(before)
      this.runMember()
    }
    return level
  }

  /** A member's computation with everything of the member's that it rests on, parts first. */
  stepsUnder(step: Step): Step[] {
    const under = this.#under(step, new Set())
    return this.member.filter((one) => under.has(one))
  }

  #under(step: Step, found: Set<Step>): Set<Step> {
    if (!step.node.household && !found.has(step)) {
      found.add(step)
      for (const part of step.parts) this.#under(part, found)
    }
    return found
  }
}

/** Gives places: what is looked up first, fact by fact, so that one fact's answers share a word. */
function inPlaces(steps: readonly Step[], first: number): Step[] {
  const looked = steps.filter(isLookedUp).sort((one, other) => slotOfLookUp(one) - slotOfLookUp(other))
  const placed = [...looked, ...steps.filter((step) => !isLookedUp(step))]
  placed.forEach((step, at) => {
    step.at = first + at
  })
  return placed
}
