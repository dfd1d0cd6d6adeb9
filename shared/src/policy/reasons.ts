import { factSpec } from '../fact/dictionary.ts'
import type { Truth } from '../truth.ts'
import type { Compiler } from './compile.ts'
import { factAt, highBit, lowBit, ofHousehold, type Gaps } from './gaps.ts'
import { partsOf, type Node, type NodeOf, type Words } from './node.ts'
import { decode, homeAt, type Level, type Sheet } from './sheet.ts'
import type { Tape } from './tape.ts'
import type { Because } from './verdict.ts'

export const truths: readonly [Truth, Truth, Truth] = ['no', 'unknown', 'yes']

/**
 * A condition as reasons are told of it: one shape for every kind, with the reasons that never
 * differ. Fresh reasons are not stored here: writing new objects into old ones is what costs time.
 */
export class Telling {
  readonly node: Node
  readonly kind: Node['kind']
  readonly step: number
  readonly words: Words | undefined
  readonly household: boolean
  readonly parts: readonly Telling[]
  /** The fact of a choice, or the upper part of a comparison. */
  readonly slot: number
  /** Whether a comparison's reason may be kept by its number. */
  readonly keep: boolean
  /** Whether a missing number leaves nothing to tell but the line. */
  readonly simple: boolean
  /** All facts under it, where they are all of the member and differ by nothing else; else none. */
  readonly allLow: number
  readonly allHigh: number
  /** Reasons already made, by level, code or number; of a missing number by home class. */
  readonly made: Because[] = []
  readonly unknowns: Because[] = []
  /** The reason of a household's group, and for which household it was made. */
  kept: Because | undefined
  keptFor = -1

  constructor(node: Node, parts: readonly Telling[]) {
    this.node = node
    this.kind = node.kind
    this.step = node.step.at
    this.words = node.words
    this.household = node.household
    this.parts = parts
    this.slot = node.kind === 'choice' ? node.slot : node.kind === 'comparison' ? node.over : -1
    this.keep = node.kind === 'comparison' && node.keep
    const facts = node.kind === 'choice' ? [node.slot] : node.kind === 'comparison' ? node.facts : []
    this.simple = facts.length <= 2
    const own = node.kind === 'choice' || (node.kind === 'comparison' && facts.length === 1)
    const plain = own ? facts.every((slot) => ofHousehold[slot] === false && !('default' in factSpec(factAt(slot))))
      : (node.kind === 'all' || node.kind === 'any') && parts.every((part) => (part.allLow | part.allHigh) !== 0)
    const bitsOf = (of: (slot: number) => number, below: (part: Telling) => number): number =>
      plain ? facts.reduce((bits, slot) => bits | of(slot), parts.reduce((bits, part) => bits | below(part), 0)) : 0
    this.allLow = bitsOf(lowBit, (part) => part.allLow)
    this.allHigh = bitsOf(highBit, (part) => part.allHigh)
  }
}

/** Tells why, for one row at a time, from the answers and gaps on the tape. */
export class Reasons {
  readonly #of = new Map<Node, Telling>()
  readonly #tape: Tape
  readonly #gaps: Gaps
  readonly #sheet: Sheet

  constructor({ household, member }: Compiler, tape: Tape, gaps: Gaps, sheet: Sheet) {
    this.#tape = tape
    this.#gaps = gaps
    this.#sheet = sheet
    for (const node of [...household, ...member]) this.of(node)
  }

  /** A condition as it is told, its parts before it. */
  of(node: Node): Telling {
    const known = this.#of.get(node)
    if (known !== undefined) return known
    const made = new Telling(node, partsOf(node).map((part) => this.of(part)))
    this.#of.set(node, made)
    return made
  }

  tell(one: Telling): Because {
    switch (one.kind) {
      case 'choice': {
        const code = this.#sheet.numbers[one.slot] as number
        return code === code ? one.made[code | 0] ??= this.#chosen(one, code) : one.unknowns[0] ??= this.#chosen(one, code)
      }
      case 'comparison': return this.#compare(one)
      case 'all': return this.#group(one)
      case 'any': return this.#group(one)
      case 'same': case 'opposite': case 'quantified': case 'constant': {
        const level = this.#levelOf(one)
        return one.made[level] ??= { ok: truths[level], rule: one.words?.rule, article: one.words?.article }
      }
      default: return one.kind satisfies never
    }
  }

  #levelOf({ step }: Telling): Level {
    return this.#tape.levelAt(step)
  }

  #chosen(one: Telling, code: number): Because {
    const { key, limit } = one.node as NodeOf<'choice'>
    const ok = truths[this.#levelOf(one)]
    return { ok, rule: one.words?.rule, fact: key, value: decode(key, code), limit, article: one.words?.article }
  }

  #compare(one: Telling): Because {
    const { numbers } = this.#sheet
    const number = numbers[one.slot] as number
    if (number === number) {
      return one.keep && number < 256 ? one.made[number | 0] ??= this.#measured(one) : this.#measured(one)
    }
    // Nothing to show but the line, which differs by home class alone.
    return one.simple ? one.unknowns[numbers[homeAt] as number | 0] ??= this.#measured(one) : this.#measured(one)
  }

  #measured(one: Telling): Because {
    const node = one.node as NodeOf<'comparison'>
    const { numbers } = this.#sheet
    const level = this.#levelOf(one)
    const home = numbers[homeAt] as number
    const low = node.least[home] as number
    const high = node.most[home] as number
    // Of two lines the nearer one is shown, the one the answer was held against.
    const limit = low !== high && level === 1 ? undefined : node.show((level === 2) === node.below ? low : high, node.scale)
    const value = node.show(numbers[node.over] as number, numbers[node.under] as number)
    return { ok: truths[level], rule: one.words?.rule, fact: node.fact, value, limit, article: one.words?.article }
  }

  #group(one: Telling): Because {
    if (one.household) {
      const { round } = this.#sheet
      if (one.keptFor === round && one.kept !== undefined) return one.kept
      one.keptFor = round
      return one.kept = this.#grouped(one)
    }
    const all = one.allLow | one.allHigh
    if (all !== 0 && this.#levelOf(one) === 1 && this.#gaps.missingLow[one.step] === one.allLow
      && this.#gaps.missingHigh[one.step] === one.allHigh) {
      // Nobody has said anything under it: always the same.
      return one.unknowns[0] ??= this.#grouped(one)
    }
    return this.#grouped(one)
  }

  #grouped(one: Telling): Because {
    const ok = truths[this.#levelOf(one)]
    const { words } = one
    const parts = this.#partsOf(one.parts)
    if (one.kind === 'all') {
      return words === undefined ? { ok, all: parts } : { ok, rule: words.rule, article: words.article, all: parts }
    }
    return words === undefined ? { ok, any: parts } : { ok, rule: words.rule, article: words.article, any: parts }
  }

  /** Short lists are written out: they are made in one go instead of growing. */
  #partsOf(parts: readonly Telling[]): Because[] {
    const first = parts[0]
    const second = parts[1]
    const third = parts[2]
    const fourth = parts[3]
    if (first === undefined) return []
    if (second === undefined) return [this.tell(first)]
    if (third === undefined) return [this.tell(first), this.tell(second)]
    if (fourth === undefined) return [this.tell(first), this.tell(second), this.tell(third)]
    if (parts.length === 4) return [this.tell(first), this.tell(second), this.tell(third), this.tell(fourth)]
    const told: Because[] = []
    for (let at = 0; at < parts.length; at += 1) told.push(this.tell(parts[at] as Telling))
    return told
  }
}
