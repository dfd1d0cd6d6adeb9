import { isHouseholdFact } from '../fact/dictionary.ts'
import type { FactKey } from '../fact/dictionary.ts'
import type { Truth } from '../truth.ts'
import type { Comparison, Node, NodeOf, Words } from './node.ts'
import { askingOrder, decode, homeAt, type Level, type Sheet } from './sheet.ts'
import { partsOf, type Tape } from './tape.ts'
import type { Because } from './verdict.ts'

export const truths: readonly [Truth, Truth, Truth] = ['no', 'unknown', 'yes']

export const factAt = (slot: number): FactKey => askingOrder[slot] as FactKey

/** Whether the fact of a slot is the household's. */
export const ofHousehold: readonly boolean[] = askingOrder.map(isHouseholdFact)

/** Facts as bits in asking order; the dictionary has more than 32 of them, hence two words. */
export type Bits = { low: number, high: number }

/** A node with what is kept of its reasons. */
type Kept = {
  node: Node
  parts: readonly number[]
  /** Reasons already made, by level, code or number; that of a missing fact last. */
  made: Because[]
  unknown: Because | undefined
  /** The facts behind a leaf, as slots. */
  facts: readonly number[]
}

/**
 * Tells why: beside the answers on the tape, for each condition its reason, the facts it misses and
 * the defaults it assumes, in one pass from left to right. Reasons that come out as the time before
 * are not made again.
 */
export class Reasons {
  readonly because: Because[]
  readonly missingLow: Int32Array
  readonly missingHigh: Int32Array
  readonly assumedLow: Int32Array
  readonly assumedHigh: Int32Array
  /** Bits of the quantified conditions whose members' facts are missing. */
  readonly others: Int32Array
  /** By quantified condition and member: what is missing of whom. */
  readonly ofMembers: Bits[][] = []
  readonly #changed: Uint8Array
  readonly #kept: Kept[]
  readonly #tape: Tape
  readonly #sheet: Sheet

  constructor(tape: Tape, sheet: Sheet) {
    const size = tape.nodes.length
    this.#tape = tape
    this.#sheet = sheet
    this.because = tape.nodes.map(() => ({ ok: 'unknown' }))
    this.missingLow = new Int32Array(size)
    this.missingHigh = new Int32Array(size)
    this.assumedLow = new Int32Array(size)
    this.assumedHigh = new Int32Array(size)
    this.others = new Int32Array(size)
    this.#changed = new Uint8Array(size).fill(1)
    this.#kept = tape.nodes.map((node) => ({
      node, parts: partsOf(node).map(({ at }) => at), made: [], unknown: undefined, facts: factsOf(node),
    }))
  }

  /** To be called when a household's first member has been told: its own reasons change no more. */
  settle(): void {
    this.#changed.fill(0, 0, this.#tape.split)
  }

  /** Tells everything from one place up to another; the answers must be there already. */
  run(from: number, to: number): void {
    for (let at = from; at < to; at += 1) this.#tell(at)
  }

  #tell(at: number): void {
    const kept = this.#kept[at] as Kept
    const { node } = kept
    let reason: Because
    switch (node.kind) {
      case 'choice': {
        this.#factsUnder(at, kept.facts)
        const code = this.#sheet.numbers[node.slot] as number
        reason = code === code
          ? kept.made[code] ??= this.#chosen(node, at, code)
          : kept.unknown ??= this.#chosen(node, at, code)
        break
      }
      case 'comparison':
        this.#factsUnder(at, kept.facts)
        reason = this.#compared(kept, node, at)
        break
      case 'all': case 'any':
        reason = this.#grouped(kept, node, at)
        break
      case 'same': case 'opposite':
        this.#take(at, node.target.at)
        reason = this.#plain(kept, at)
        break
      case 'quantified':
        this.#askMembers(node, at)
        reason = this.#plain(kept, at)
        break
      case 'constant':
        reason = this.#plain(kept, at)
        break
      default:
        return node satisfies never
    }
    this.#changed[at] = reason === this.because[at] ? 0 : 1
    this.because[at] = reason
  }

  #plain({ made, node: { words } }: Kept, at: number): Because {
    const level = this.#tape.levels[at] as Level
    return made[level] ??= { ok: truths[level], rule: words?.rule, article: words?.article }
  }

  #chosen({ words, key, limit }: NodeOf<'choice'>, at: number, code: number): Because {
    const ok = truths[this.#tape.levels[at] as Level]
    return { ok, rule: words?.rule, fact: key, value: decode(key, code), limit, article: words?.article }
  }

  #compared(kept: Kept, node: NodeOf<'comparison'>, at: number): Because {
    const level = this.#tape.levels[at] as Level
    const number = this.#sheet.numbers[node.over] as number
    if (!node.keep) return this.#measured(node, level)
    if (number !== number) return kept.unknown ??= this.#measured(node, level)
    return number < 256 ? kept.made[number] ??= this.#measured(node, level) : this.#measured(node, level)
  }

  #measured(node: Comparison & { words: Words | undefined }, level: Level): Because {
    const { numbers } = this.#sheet
    const home = numbers[homeAt] as number
    const low = node.least[home] as number
    const high = node.most[home] as number
    // Of two lines the nearer one is shown, the one the answer was held against.
    const limit = low !== high && level === 1 ? undefined : node.show((level === 2) === node.below ? low : high, node.scale)
    const value = node.show(numbers[node.over] as number, numbers[node.under] as number)
    const { words } = node
    return { ok: truths[level], rule: words?.rule, fact: node.fact, value, limit, article: words?.article }
  }

  /**
   * A group misses what its unknown parts miss. It assumes what all its parts assume, unless one part
   * decides alone: one that assumes nothing then carries the answer.
   */
  #grouped({ parts, node: { words } }: Kept, node: Extract<Node, { kind: 'all' | 'any' }>, at: number): Because {
    const { levels } = this.#tape
    const level = levels[at] as Level
    let changed = false
    for (let step = 0; step < parts.length; step += 1) if (this.#changed[parts[step] as number] === 1) changed = true
    this.missingLow[at] = 0
    this.missingHigh[at] = 0
    this.others[at] = 0
    if (level === 1) this.#gatherMissing(at, parts)
    if (this.#sheet.anyAssumed) this.#gatherAssumed(at, parts, node.kind === 'all' ? 0 : 2)
    const last = this.because[at] as Because
    if (!changed && (last.all ?? last.any) !== undefined) return last
    const reasons = new Array<Because>(parts.length)
    for (let step = 0; step < parts.length; step += 1) reasons[step] = this.because[parts[step] as number] as Because
    const ok = truths[level]
    if (node.kind === 'all') {
      return words === undefined ? { ok, all: reasons } : { ok, rule: words.rule, article: words.article, all: reasons }
    }
    return words === undefined ? { ok, any: reasons } : { ok, rule: words.rule, article: words.article, any: reasons }
  }

  #gatherMissing(at: number, parts: readonly number[]): void {
    let [low, high, others] = [0, 0, 0]
    for (let step = 0; step < parts.length; step += 1) {
      const part = parts[step] as number
      if (this.#tape.levels[part] !== 1) continue
      low |= this.missingLow[part] as number
      high |= this.missingHigh[part] as number
      others |= this.others[part] as number
    }
    this.missingLow[at] = low
    this.missingHigh[at] = high
    this.others[at] = others
  }

  #gatherAssumed(at: number, parts: readonly number[], breaker: 0 | 2): void {
    const alone = this.#tape.levels[at] === breaker
    let [low, high, free] = [0, 0, false]
    for (let step = 0; step < parts.length; step += 1) {
      const part = parts[step] as number
      if (alone && this.#tape.levels[part] !== breaker) continue
      const [partLow, partHigh] = [this.assumedLow[part] as number, this.assumedHigh[part] as number]
      if ((partLow | partHigh) === 0) free = true
      low |= partLow
      high |= partHigh
    }
    this.assumedLow[at] = alone && free ? 0 : low
    this.assumedHigh[at] = alone && free ? 0 : high
  }

  #take(at: number, from: number): void {
    this.missingLow[at] = this.missingLow[from] as number
    this.missingHigh[at] = this.missingHigh[from] as number
    this.assumedLow[at] = this.assumedLow[from] as number
    this.assumedHigh[at] = this.assumedHigh[from] as number
    this.others[at] = this.others[from] as number
  }

  #factsUnder(at: number, facts: readonly number[]): void {
    const { numbers, assumed } = this.#sheet
    let [missLow, missHigh, takeLow, takeHigh] = [0, 0, 0, 0]
    for (let step = 0; step < facts.length; step += 1) {
      const slot = facts[step] as number
      const number = numbers[slot] as number
      const [low, high] = slot < 32 ? [1 << slot, 0] : [0, 1 << (slot - 32)]
      if (number !== number) {
        missLow |= low
        missHigh |= high
      } else if (assumed[slot] === 1) {
        takeLow |= low
        takeHigh |= high
      }
    }
    this.missingLow[at] = missLow
    this.missingHigh[at] = missHigh
    this.assumedLow[at] = takeLow
    this.assumedHigh[at] = takeHigh
  }

  #askMembers(node: NodeOf<'quantified'>, at: number): void {
    const bits: Bits[] = this.ofMembers[node.bit] = []
    this.others[at] = 0
    if (this.#tape.levels[at] !== 1) return
    this.#tape.fold(node, (from, member) => {
      this.run(from, node.part.at + 1)
      const open = this.#tape.levels[node.part.at] === 1
      bits[member] = open
        ? { low: this.missingLow[node.part.at] as number, high: this.missingHigh[node.part.at] as number }
        : { low: 0, high: 0 }
    })
    this.others[at] = 1 << node.bit
  }
}

function factsOf(node: Node): readonly number[] {
  return node.kind === 'choice' ? [node.slot] : node.kind === 'comparison' ? node.facts : []
}
