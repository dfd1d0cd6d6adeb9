import type { Compiler } from './compile.ts'
import type { NodeOf, Step } from './node.ts'
import { Region } from './region.ts'
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

  constructor({ householdSteps, memberSteps }: Compiler, sheet: Sheet) {
    this.#sheet = sheet
    this.household = householdSteps
    this.member = memberSteps
    const firstWord = Math.ceil(householdSteps.length / 32)
    memberSteps.forEach((step, at) => { step.at = firstWord * 32 + at })
    for (const step of [...householdSteps, ...memberSteps]) this.#byPlace[step.at] = step
    const words = firstWord + Math.ceil(memberSteps.length / 32)
    this.yes = new Int32Array(words)
    this.no = new Int32Array(words)
    this.#ofHousehold = new Region(householdSteps, 0)
    this.#ofMember = new Region(memberSteps, firstWord)
  }

  /** How many places there are, gaps between the halves included. */
  get places(): number {
    return this.yes.length * 32
  }

  levelAt(at: number): Level {
    const bit = at & 31
    const word = at >> 5
    return (this.yes[word] as number) >> bit & 1 ? 2 : (this.no[word] as number) >> bit & 1 ? 0 : 1
  }

  runHousehold(): void {
    this.#ofHousehold.run(this, this.#sheet, this.#ask)
  }

  /** For the member on the sheet. */
  runMember(): void {
    this.#ofMember.run(this, this.#sheet, this.#ask)
  }

  readonly #ask = (at: number): Level => this.fold((this.#byPlace[at] as Step).node as NodeOf<'quantified'>)

  /**
   * Goes through the members for a quantified condition; `look` sees each answer. Idle where a part
   * before it already decides: then nobody's facts are worth asking for it, and it stays unknown.
   */
  fold({ every, part, unless }: NodeOf<'quantified'>, look?: (member: number) => void): Level {
    for (let at = 0; at < unless.length; at += 1) {
      const guard = unless[at] as (typeof unless)[number]
      if (this.levelAt(guard.node.step.at) === guard.level) return 1
    }
    const sheet = this.#sheet
    const before = sheet.at
    // Somebody whom nobody has listed may be the one at work.
    let level: Level = every ? ((sheet.numbers[householdSize] as number) <= sheet.members.length ? 2 : 1) : 0
    for (let member = 0; member < sheet.members.length; member += 1) {
      sheet.turnTo(member)
      this.runMember()
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
}
