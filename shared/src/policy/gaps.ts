import { factSpec, isHouseholdFact } from '../fact/dictionary.ts'
import type { FactKey } from '../fact/dictionary.ts'
import type { NodeOf, Step } from './node.ts'
import { askingOrder, type Level, type Sheet } from './sheet.ts'
import type { Tape } from './tape.ts'

export const factAt = (slot: number): FactKey => askingOrder[slot] as FactKey

/** Whether the fact of a slot is the household's. */
export const ofHousehold: readonly boolean[] = askingOrder.map(isHouseholdFact)

/** Facts as bits in asking order; the dictionary has more than 32 of them, hence two words. */
export type Bits = { low: number; high: number }

export const lowBit = (slot: number): number => (slot < 32 ? 1 << slot : 0)
export const highBit = (slot: number): number => (slot < 32 ? 0 : 1 << (slot - 32))

/** How a computation's gaps are found. */
const leaf = 0
const all = 1
const any = 2
const taken = 3
const quantified = 4
const kindOf = {
  choice: leaf,
  comparison: leaf,
  all,
  any,
  same: taken,
  opposite: taken,
  quantified,
  constant: leaf,
} as const

/** Some computations in order, each as: kind, place, where what is under it begins and ends, may assume. */
type Plan = { steps: Int32Array; under: Int32Array }
const width = 5

/**
 * Beside the answers on the tape: which facts each computation misses, and which defaults it assumes.
 * One pass from parts to wholes, in whole numbers only. What rests on one fact is known beforehand.
 */
export class Gaps {
  readonly missingLow: Int32Array
  readonly missingHigh: Int32Array
  readonly assumedLow: Int32Array
  readonly assumedHigh: Int32Array
  /** Bits of the quantified conditions whose members' facts are missing. */
  readonly others: Int32Array
  /** By quantified condition and member: what is missing of whom. */
  readonly ofMembers: Bits[][] = []
  readonly #tape: Tape
  readonly #sheet: Sheet
  readonly #household: Plan
  readonly #member: Plan
  readonly #mayAssume: Uint8Array
  /** By the place of a quantified condition: what it asks of each member. */
  readonly #asked: Plan[] = []

  constructor(tape: Tape, sheet: Sheet) {
    this.#tape = tape
    this.#sheet = sheet
    const size = tape.places
    this.missingLow = new Int32Array(size)
    this.missingHigh = new Int32Array(size)
    this.assumedLow = new Int32Array(size)
    this.assumedHigh = new Int32Array(size)
    this.others = new Int32Array(size)
    this.#mayAssume = new Uint8Array(size)
    this.#household = this.#plan(tape.household)
    this.#member = this.#plan(tape.member)
    for (const { at, node } of tape.household) {
      if (node.kind === 'quantified') this.#asked[at] = this.#plan(tape.stepsUnder(node.part.step))
    }
  }

  #plan(steps: readonly Step[]): Plan {
    const plan: number[] = []
    const under: number[] = []
    for (const { at, node, parts } of steps) {
      const slots = node.kind === 'choice' ? [node.slot] : node.kind === 'comparison' ? node.facts : []
      const assumes =
        slots.some((slot) => 'default' in factSpec(factAt(slot))) ||
        parts.some((part) => this.#mayAssume[part.at] === 1)
      this.#mayAssume[at] = assumes ? 1 : 0
      const [only] = slots
      if (only !== undefined && slots.length === 1 && !assumes) {
        this.missingLow[at] = lowBit(only)
        this.missingHigh[at] = highBit(only)
      } else if (node.kind !== 'constant') {
        const begin = under.length
        under.push(...(kindOf[node.kind] === leaf ? slots : parts.map((part) => part.at)))
        plan.push(kindOf[node.kind], at, begin, under.length, assumes ? 1 : 0)
      }
    }
    return { steps: Int32Array.from(plan), under: Int32Array.from(under) }
  }

  /** Finds the household's gaps; the answers must be there already. */
  runHousehold(): void {
    this.#run(this.#household)
  }

  /** Finds the gaps of the member on the sheet. */
  runMember(): void {
    this.#run(this.#member)
  }

  #run({ steps, under }: Plan): void {
    const { anyAssumed } = this.#sheet
    const tape = this.#tape
    for (let step = 0; step < steps.length; step += width) {
      const at = steps[step + 1] as number
      const open = tape.isOpen(at)
      const assume = anyAssumed && steps[step + 4] === 1
      if (!open && !assume) continue
      const begin = steps[step + 2] as number
      const end = steps[step + 3] as number
      switch (steps[step]) {
        case leaf:
          this.#leaf(at, under, begin, end)
          break
        case all:
        case any:
          if (open) this.#gatherMissing(at, under, begin, end)
          if (assume) this.#gatherAssumed(at, under, begin, end, steps[step] === all ? 0 : 2)
          break
        case taken:
          this.#take(at, under[begin] as number)
          break
        default:
          if (open) this.#askMembers(at)
      }
    }
  }

  #leaf(at: number, under: Int32Array, begin: number, end: number): void {
    const { numbers, assumed } = this.#sheet
    let missLow = 0
    let missHigh = 0
    let takeLow = 0
    let takeHigh = 0
    for (let step = begin; step < end; step += 1) {
      const slot = under[step] as number
      const number = numbers[slot] as number
      if (number !== number) {
        missLow |= lowBit(slot)
        missHigh |= highBit(slot)
      } else if (assumed[slot] === 1) {
        takeLow |= lowBit(slot)
        takeHigh |= highBit(slot)
      }
    }
    this.missingLow[at] = missLow
    this.missingHigh[at] = missHigh
    this.assumedLow[at] = takeLow
    this.assumedHigh[at] = takeHigh
  }

  /** A group misses what its unknown parts miss. */
  #gatherMissing(at: number, under: Int32Array, begin: number, end: number): void {
    const tape = this.#tape
    let low = 0
    let high = 0
    let others = 0
    for (let step = begin; step < end; step += 1) {
      const part = under[step] as number
      if (!tape.isOpen(part)) continue
      low |= this.missingLow[part] as number
      high |= this.missingHigh[part] as number
      others |= this.others[part] as number
    }
    this.missingLow[at] = low
    this.missingHigh[at] = high
    this.others[at] = others
  }

  /**
   * A group assumes what all its parts assume, unless one part decides alone: one that assumes nothing
   * then carries the answer.
   */
  #gatherAssumed(at: number, under: Int32Array, begin: number, end: number, breaker: Level): void {
    const tape = this.#tape
    const alone = tape.levelAt(at) === breaker
    let low = 0
    let high = 0
    for (let step = begin; step < end; step += 1) {
      const part = under[step] as number
      if (alone && tape.levelAt(part) !== breaker) continue
      const partLow = this.assumedLow[part] as number
      const partHigh = this.assumedHigh[part] as number
      if (alone && (partLow | partHigh) === 0) {
        low = 0
        high = 0
        break
      }
      low |= partLow
      high |= partHigh
    }
    this.assumedLow[at] = low
    this.assumedHigh[at] = high
  }

  #take(at: number, from: number): void {
    this.missingLow[at] = this.missingLow[from] as number
    this.missingHigh[at] = this.missingHigh[from] as number
    this.assumedLow[at] = this.assumedLow[from] as number
    this.assumedHigh[at] = this.assumedHigh[from] as number
    this.others[at] = this.others[from] as number
  }

  #askMembers(at: number): void {
    const node = this.#tape.stepAt(at).node as NodeOf<'quantified'>
    const bits: Bits[] = (this.ofMembers[node.bit] = [])
    const { at: last } = node.part.step
    const plan = this.#asked[at] as Plan
    this.#tape.fold(node, (member) => {
      this.#run(plan)
      bits[member] = this.#tape.isOpen(last)
        ? { low: this.missingLow[last] as number, high: this.missingHigh[last] as number }
        : { low: 0, high: 0 }
    })
    this.others[at] = 1 << node.bit
  }
}
