import { factSpec, isHouseholdFact } from '../fact/dictionary.ts'
import type { FactKey } from '../fact/dictionary.ts'
import type { NodeOf, Step } from './node.ts'
import { askingOrder, type Level, type Sheet } from './sheet.ts'
import type { Tape } from './tape.ts'

export const factAt = (slot: number): FactKey => askingOrder[slot] as FactKey

/** Whether the fact of a slot is the household's. */
export const ofHousehold: readonly boolean[] = askingOrder.map(isHouseholdFact)

/** Facts as bits in asking order; the dictionary has more than 32 of them, hence two words. */
export type Bits = { low: number, high: number }

export const lowBit = (slot: number): number => slot < 32 ? 1 << slot : 0
export const highBit = (slot: number): number => slot < 32 ? 0 : 1 << (slot - 32)

/** A group, or a comparison whose missing facts differ from case to case. */
type Moving = { at: number, kind: 'leaf' | 'all' | 'any' | 'taken' | 'quantified', under: readonly number[], step: Step, mayAssume: boolean }

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
  readonly #household: readonly Moving[]
  readonly #member: readonly Moving[]

  constructor(tape: Tape, sheet: Sheet) {
    this.#tape = tape
    this.#sheet = sheet
    const size = tape.places
    this.missingLow = new Int32Array(size)
    this.missingHigh = new Int32Array(size)
    this.assumedLow = new Int32Array(size)
    this.assumedHigh = new Int32Array(size)
    this.others = new Int32Array(size)
    const mayAssume = new Set<number>()
    this.#household = tape.household.flatMap((step) => this.#lay(step, mayAssume))
    this.#member = tape.member.flatMap((step) => this.#lay(step, mayAssume))
  }

  #lay(step: Step, mayAssume: Set<number>): Moving[] {
    const { at, node, parts } = step
    const slots = node.kind === 'choice' ? [node.slot] : node.kind === 'comparison' ? node.facts : []
    const may = slots.some((slot) => 'default' in factSpec(factAt(slot))) || parts.some((part) => mayAssume.has(part.at))
    if (may) mayAssume.add(at)
    const moving = (kind: Moving['kind'], under: readonly number[]): Moving[] =>
      [{ at, kind, under, step, mayAssume: may }]
    switch (node.kind) {
      case 'choice': case 'comparison': {
        const [only] = slots
        if (slots.length > 1 || may || only === undefined) return moving('leaf', slots)
        this.missingLow[at] = lowBit(only)
        this.missingHigh[at] = highBit(only)
        return []
      }
      case 'all': case 'any': return moving(node.kind, parts.map((part) => part.at))
      case 'same': case 'opposite': return moving('taken', parts.map((part) => part.at))
      case 'quantified': return moving('quantified', [])
      case 'constant': return []
      default: return node satisfies never
    }
  }

  /** Finds the household's gaps; the answers must be there already. */
  runHousehold(): void {
    this.#run(this.#household)
  }

  /** Finds the gaps of the member on the sheet. */
  runMember(): void {
    this.#run(this.#member)
  }

  #run(list: readonly Moving[]): void {
    const { anyAssumed } = this.#sheet
    for (let step = 0; step < list.length; step += 1) {
      const one = list[step] as Moving
      const level = this.#tape.levelAt(one.at)
      const open = level === 1
      const assume = anyAssumed && one.mayAssume
      if (!open && !assume) continue
      switch (one.kind) {
        case 'leaf': this.#leaf(one); break
        case 'all': case 'any':
          if (open) this.#gatherMissing(one)
          if (assume) this.#gatherAssumed(one, level === (one.kind === 'all' ? 0 : 2), level)
          break
        case 'taken': this.#take(one.at, one.under[0] as number); break
        case 'quantified': if (open) this.#askMembers(one.step); break
        default: one.kind satisfies never
      }
    }
  }

  #leaf({ at, under }: Moving): void {
    const { numbers, assumed } = this.#sheet
    let missLow = 0
    let missHigh = 0
    let takeLow = 0
    let takeHigh = 0
    for (let step = 0; step < under.length; step += 1) {
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
  #gatherMissing({ at, under }: Moving): void {
    let low = 0
    let high = 0
    let others = 0
    for (let step = 0; step < under.length; step += 1) {
      const part = under[step] as number
      if (this.#tape.levelAt(part) !== 1) continue
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
  #gatherAssumed({ at, under }: Moving, alone: boolean, level: Level): void {
    let low = 0
    let high = 0
    for (let step = 0; step < under.length; step += 1) {
      const part = under[step] as number
      if (alone && this.#tape.levelAt(part) !== level) continue
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

  #askMembers({ at, node }: Step): void {
    const { bit, part } = node as NodeOf<'quantified'>
    const bits: Bits[] = this.ofMembers[bit] = []
    const { at: last } = part.step
    this.#tape.fold(node as NodeOf<'quantified'>, (member) => {
      this.runMember()
      bits[member] = this.#tape.levelAt(last) === 1
        ? { low: this.missingLow[last] as number, high: this.missingHigh[last] as number } : { low: 0, high: 0 }
    })
    this.others[at] = 1 << bit
  }
}
