import { factSpec, isHouseholdFact } from '../fact/dictionary.ts'
import type { FactKey } from '../fact/dictionary.ts'
import type { NodeOf, Step } from './node.ts'
import { askingOrder, type Sheet } from './sheet.ts'
import type { Tape } from './tape.ts'

export const factAt = (slot: number): FactKey => askingOrder[slot] as FactKey

/** Whether the fact of a slot is the household's. */
export const ofHousehold: readonly boolean[] = askingOrder.map(isHouseholdFact)

/** Facts as bits in asking order; the dictionary has more than 32 of them, hence two words. */
export type Bits = { low: number, high: number }

export const lowBit = (slot: number): number => slot < 32 ? 1 << slot : 0
export const highBit = (slot: number): number => slot < 32 ? 0 : 1 << (slot - 32)

/**
 * Beside the answers on the tape: which facts each computation misses, and which defaults it assumes.
 * One pass from left to right, in whole numbers only.
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
  /** Slots behind a leaf, or places of the parts of a group. */
  readonly #under: readonly (readonly number[])[]
  /** 0 a leaf, 1 "all", 2 "any", 3 taken over, 4 quantified, 5 nothing. */
  readonly #kinds: Uint8Array
  /** Whether a default can be behind it. */
  readonly #mayAssume: Uint8Array

  constructor(tape: Tape, sheet: Sheet) {
    const { steps } = tape
    this.#tape = tape
    this.#sheet = sheet
    this.missingLow = new Int32Array(steps.length)
    this.missingHigh = new Int32Array(steps.length)
    this.assumedLow = new Int32Array(steps.length)
    this.assumedHigh = new Int32Array(steps.length)
    this.others = new Int32Array(steps.length)
    this.#kinds = Uint8Array.from(steps, ({ node }) => kinds[node.kind])
    this.#under = steps.map(({ node, parts }) =>
      node.kind === 'choice' ? [node.slot] : node.kind === 'comparison' ? node.facts : parts.map(({ at }) => at))
    const mayAssume = this.#mayAssume = new Uint8Array(steps.length)
    steps.forEach(({ at, node, parts }) => {
      const slots = node.kind === 'choice' || node.kind === 'comparison' ? this.#under[at] as readonly number[] : []
      const own = slots.some((slot) => 'default' in factSpec(factAt(slot)))
      mayAssume[at] = own || parts.some((part) => mayAssume[part.at] === 1) ? 1 : 0
    })
  }

  /** Finds the gaps from one place up to another; the answers must be there already. */
  run(from: number, to: number): void {
    const { levels } = this.#tape
    const { anyAssumed } = this.#sheet
    for (let at = from; at < to; at += 1) {
      const open = levels[at] === 1
      const assume = anyAssumed && this.#mayAssume[at] === 1
      if (!open && !assume) continue
      switch (this.#kinds[at]) {
        case 0: this.#leaf(at); break
        case 1: case 2:
          if (open) this.#gatherMissing(at, levels)
          if (assume) this.#gatherAssumed(at, levels, this.#kinds[at] === 1 ? 0 : 2)
          break
        case 3: this.#take(at, (this.#under[at] as readonly number[])[0] as number); break
        case 4: if (open) this.#askMembers(this.#tape.steps[at] as Step); break
        default:
      }
    }
  }

  #leaf(at: number): void {
    const { numbers, assumed } = this.#sheet
    const slots = this.#under[at] as readonly number[]
    let missLow = 0
    let missHigh = 0
    let takeLow = 0
    let takeHigh = 0
    for (let step = 0; step < slots.length; step += 1) {
      const slot = slots[step] as number
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
  #gatherMissing(at: number, levels: Uint8Array): void {
    const parts = this.#under[at] as readonly number[]
    let low = 0
    let high = 0
    let others = 0
    for (let step = 0; step < parts.length; step += 1) {
      const part = parts[step] as number
      if (levels[part] !== 1) continue
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
  #gatherAssumed(at: number, levels: Uint8Array, breaker: 0 | 2): void {
    const parts = this.#under[at] as readonly number[]
    const alone = levels[at] === breaker
    let low = 0
    let high = 0
    for (let step = 0; step < parts.length; step += 1) {
      const part = parts[step] as number
      if (alone && levels[part] !== breaker) continue
      const may = this.#mayAssume[part] === 1
      const partLow = may ? this.assumedLow[part] as number : 0
      const partHigh = may ? this.assumedHigh[part] as number : 0
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

  #askMembers({ at, node }: Step): void {
    const { bit, part } = node as NodeOf<'quantified'>
    const bits: Bits[] = this.ofMembers[bit] = []
    const { at: last } = part.step
    this.#tape.fold(node as NodeOf<'quantified'>, (member, from) => {
      this.run(from, last + 1)
      bits[member] = this.#tape.levels[last] === 1
        ? { low: this.missingLow[last] as number, high: this.missingHigh[last] as number } : { low: 0, high: 0 }
    })
    this.others[at] = 1 << bit
  }
}

const kinds = { choice: 0, comparison: 0, all: 1, any: 2, same: 3, opposite: 3, quantified: 4, constant: 5 } as const
