import { factSpec } from '../fact/dictionary.ts'
import type { Truth } from '../truth.ts'
import type { Compiler } from './compile.ts'
import { partsOf, type Node, type NodeOf, type Words } from './node.ts'
import { askingOrder, decode, homeAt, type Level, type Sheet } from './sheet.ts'
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
  /** What its reason can differ by, where that is little; undefined where the household's reasons are under it. */
  readonly differs: Differs | undefined
  /** Reasons already made, by level, code or number; of a missing number by home class. */
  readonly made: Because[] = []
  readonly unknowns: Because[] = []
  /** Reasons of a member's group, by what they differ by. */
  readonly byKey = new Map<number, Because>()
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
    this.differs = differsBy(node, parts)
  }
}

/** Facts with few values, levels of what is pointed to, and amounts, which have too many to keep. */
type Differs = { slots: readonly number[]; steps: readonly number[]; amounts: readonly number[] }

function differsBy(node: Node, parts: readonly Telling[]): Differs | undefined {
  switch (node.kind) {
    case 'choice':
      return { slots: [node.slot], steps: [], amounts: [] }
    case 'comparison':
      return node.keep
        ? { slots: [node.over], steps: [], amounts: [] }
        : node.facts.length <= 2 && !node.household
          ? { slots: [], steps: [], amounts: [node.over] }
          : undefined
    case 'same':
    case 'opposite':
    case 'quantified':
      return { slots: [], steps: [node.step.at], amounts: [] }
    case 'constant':
      return { slots: [], steps: [], amounts: [] }
    case 'all':
    case 'any': {
      const under = parts.map((part) => part.differs)
      if (under.some((one) => one === undefined)) return undefined
      const joined = (of: (one: Differs) => readonly number[]): number[] => [
        ...new Set(under.flatMap((one) => (one === undefined ? [] : of(one)))),
      ]
      return {
        slots: joined((one) => one.slots),
        steps: joined((one) => one.steps),
        amounts: joined((one) => one.amounts),
      }
    }
    default:
      return node satisfies never
  }
}

/** How many values a fact of few values has, a missing one included, by slot. */
const spans = askingOrder.map((fact) => {
  const spec = factSpec(fact)
  switch (spec.type) {
    case 'boolean':
      return 3
    case 'enum':
      return spec.values.length + 1
    case 'set':
      return 2 ** spec.values.length + 1
    case 'integer':
      return spec.max + 2
    case 'number':
      return 1
    default:
      return spec satisfies never
  }
})

/** Kept reasons of one group, before they are thrown away and begun anew. */
const mostKept = 2000

/** Tells why, for one row at a time, from the answers and gaps on the tape. */
export class Reasons {
  readonly #of = new Map<Node, Telling>()
  readonly #tape: Tape
  readonly #sheet: Sheet

  constructor({ household, member }: Compiler, tape: Tape, sheet: Sheet) {
    this.#tape = tape
    this.#sheet = sheet
    for (const node of [...household, ...member]) this.of(node)
  }

  /** A condition as it is told, its parts before it. */
  of(node: Node): Telling {
    const known = this.#of.get(node)
    if (known !== undefined) return known
    const made = new Telling(
      node,
      partsOf(node).map((part) => this.of(part)),
    )
    this.#of.set(node, made)
    return made
  }

  tell(one: Telling): Because {
    switch (one.kind) {
      case 'choice': {
        const code = this.#sheet.numbers[one.slot] as number
        return code === code
          ? (one.made[code | 0] ??= this.#chosen(one, code))
          : (one.unknowns[0] ??= this.#chosen(one, code))
      }
      case 'comparison':
        return this.#compare(one)
      case 'all':
        return this.#group(one)
      case 'any':
        return this.#group(one)
      case 'same':
      case 'opposite':
      case 'quantified':
      case 'constant': {
        const level = this.#levelOf(one)
        return (one.made[level] ??= { ok: truths[level], rule: one.words?.rule, article: one.words?.article })
      }
      default:
        return one.kind satisfies never
    }
  }

  #levelOf({ step }: Telling): Level {
    return this.#tape.levelAt(step)
  }

  #chosen(one: Telling, code: number): Because {
    const { key, limit } = one.node as NodeOf<'choice'>
    const ok = truths[this.#levelOf(one)]
    return {
      ok,
      rule: one.words?.rule,
      fact: key,
      value: decode(key, code),
      limit,
      article: one.words?.article,
    }
  }

  #compare(one: Telling): Because {
    const { numbers } = this.#sheet
    const number = numbers[one.slot] as number
    if (number === number) {
      return one.keep && number < 256 ? (one.made[number | 0] ??= this.#measured(one)) : this.#measured(one)
    }
    // Nothing to show but the line, which differs by home class alone.
    return one.simple
      ? (one.unknowns[numbers[homeAt] as number | 0] ??= this.#measured(one))
      : this.#measured(one)
  }

  #measured(one: Telling): Because {
    const node = one.node as NodeOf<'comparison'>
    const { numbers } = this.#sheet
    const level = this.#levelOf(one)
    const home = numbers[homeAt] as number
    const low = node.least[home] as number
    const high = node.most[home] as number
    // Of two lines the nearer one is shown, the one the answer was held against.
    const limit =
      low !== high && level === 1
        ? undefined
        : node.show((level === 2) === node.below ? low : high, node.scale)
    const value = node.show(numbers[node.over] as number, numbers[node.under] as number)
    return {
      ok: truths[level],
      rule: one.words?.rule,
      fact: node.fact,
      value,
      limit,
      article: one.words?.article,
    }
  }

  #group(one: Telling): Because {
    if (one.household) {
      const { round } = this.#sheet
      if (one.keptFor === round && one.kept !== undefined) return one.kept
      one.keptFor = round
      return (one.kept = this.#grouped(one))
    }
    const key = one.differs === undefined ? -1 : this.#keyOf(one.differs)
    if (key < 0) return this.#grouped(one)
    const known = one.byKey.get(key)
    if (known !== undefined) return known
    if (one.byKey.size >= mostKept) one.byKey.clear()
    const made = this.#grouped(one)
    one.byKey.set(key, made)
    return made
  }

  /** One number for all a reason differs by; negative where an amount is known: those are never alike. */
  #keyOf({ slots, steps, amounts }: Differs): number {
    const { numbers } = this.#sheet
    for (let at = 0; at < amounts.length; at += 1) {
      const amount = numbers[amounts[at] as number] as number
      if (amount === amount) return -1
    }
    let key = amounts.length === 0 ? 0 : (numbers[homeAt] as number)
    for (let at = 0; at < slots.length; at += 1) {
      const code = numbers[slots[at] as number] as number
      key = key * (spans[slots[at] as number] as number) + (code === code ? code + 1 : 0)
    }
    for (let at = 0; at < steps.length; at += 1) key = key * 3 + this.#tape.levelAt(steps[at] as number)
    return key <= Number.MAX_SAFE_INTEGER ? key : -1
  }

  #grouped(one: Telling): Because {
    const ok = truths[this.#levelOf(one)]
    const { words } = one
    const parts = this.#partsOf(one.parts)
    if (one.kind === 'all') {
      return words === undefined
        ? { ok, all: parts }
        : { ok, rule: words.rule, article: words.article, all: parts }
    }
    return words === undefined
      ? { ok, any: parts }
      : { ok, rule: words.rule, article: words.article, any: parts }
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
