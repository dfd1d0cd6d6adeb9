import type { Compiler } from './compile.ts'
import type { Node, NodeOf, Step } from './node.ts'
import { homeAt, slotOf, type Level, type Sheet } from './sheet.ts'

// Kinds as the loop sees them.
const choice = 0
const comparison = 1
const all = 2
const any = 3
const same = 4
const opposite = 5
const quantified = 6
const constant = 7
const codeOf: Record<Node['kind'], number> = { choice, comparison, all, any, same, opposite, quantified, constant }

const householdSize = slotOf('householdSize')


/**
 * All conditions in one row, parts before wholes, the household's first and then the member's. One
 * pass from left to right answers everything; nothing is asked twice, and nothing is called on the
 * way. That is what makes three values cost little more than two.
 */
export class Tape {
  readonly steps: readonly Step[]
  /** Where the member's part begins. */
  readonly split: number
  readonly levels: Uint8Array
  readonly #sheet: Sheet
  readonly #kinds: Uint8Array
  /** A choice's slot, a comparison's upper slot, or where the parts of a group begin. */
  readonly #first: Int32Array
  /** A choice's table, a comparison's lower slot, or where the parts of a group end. */
  readonly #second: Int32Array
  /** Where a comparison's line begins; its operator: 0 lt, 1 le, 2 ge, 3 gt. */
  readonly #third: Int32Array
  readonly #operators: Uint8Array
  readonly #parts: Int32Array
  readonly #tables: Uint8Array
  readonly #lines: Float64Array

  constructor({ householdSteps, memberSteps }: Compiler, sheet: Sheet) {
    this.#sheet = sheet
    this.split = householdSteps.length
    for (const step of memberSteps) step.at += this.split
    const steps = this.steps = [...householdSteps, ...memberSteps]
    const size = steps.length
    this.levels = new Uint8Array(size)
    this.#kinds = Uint8Array.from(steps, ({ node }) => codeOf[node.kind])
    this.#operators = new Uint8Array(size)
    const [first, second, third] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)]
    const [parts, tables, lines]: [number[], number[], number[]] = [[], [], []]
    for (const { at, node, parts: own } of steps) {
      if (node.kind === 'choice') {
        first[at] = node.slot
        second[at] = tables.length
        tables.push(...node.table)
      } else if (node.kind === 'comparison') {
        first[at] = node.over
        second[at] = node.under
        third[at] = lines.length
        lines.push(node.scale, ...node.least, ...node.most)
        this.#operators[at] = node.below ? (node.strict ? 0 : 1) : node.strict ? 2 : 3
      } else {
        first[at] = parts.length
        parts.push(...own.map((part) => part.at))
        second[at] = parts.length
        if (node.kind === 'constant') this.levels[at] = node.level
      }
    }
    this.#first = first
    this.#second = second
    this.#third = third
    this.#parts = Int32Array.from(parts)
    this.#tables = Uint8Array.from(tables)
    this.#lines = Float64Array.from(lines)
  }

  /** Answers everything from one place up to another. */
  run(from: number, to: number): void {
    const { levels } = this
    const { numbers } = this.#sheet
    const [kinds, first, second, third] = [this.#kinds, this.#first, this.#second, this.#third]
    const [parts, tables, lines, operators] = [this.#parts, this.#tables, this.#lines, this.#operators]
    for (let at = from; at < to; at += 1) {
      const start = first[at] as number
      const end = second[at] as number
      switch (kinds[at]) {
        case choice: {
          const code = numbers[start] as number
          levels[at] = code === code ? tables[end + (code | 0)] as number : 1
          break
        }
        case comparison: {
          // Products of whole numbers: nothing is rounded. With the home class unknown a yes or no
          // needs both lines to agree; NaN agrees with nothing.
          const line = third[at] as number
          const home = line + ((numbers[homeAt] as number) | 0)
          const value = (numbers[start] as number) * (lines[line] as number)
          const low = (lines[home + 1] as number) * (numbers[end] as number)
          const high = (lines[home + 4] as number) * (numbers[end] as number)
          switch (operators[at]) {
            case 0: levels[at] = value < low ? 2 : value >= high ? 0 : 1; break
            case 1: levels[at] = value <= low ? 2 : value > high ? 0 : 1; break
            case 2: levels[at] = value >= high ? 2 : value < low ? 0 : 1; break
            default: levels[at] = value > high ? 2 : value <= low ? 0 : 1
          }
          break
        }
        case all: {
          let least = 2
          for (let part = start; part < end; part += 1) {
            const level = levels[parts[part] as number] as number
            if (level < least) least = level
          }
          levels[at] = least
          break
        }
        case any: {
          let most = 0
          for (let part = start; part < end; part += 1) {
            const level = levels[parts[part] as number] as number
            if (level > most) most = level
          }
          levels[at] = most
          break
        }
        case same:
          levels[at] = levels[parts[start] as number] as number
          break
        case opposite:
          levels[at] = 2 - (levels[parts[start] as number] as number)
          break
        case quantified:
          levels[at] = this.fold((this.steps[at] as Step).node as NodeOf<'quantified'>)
          break
        default:
      }
    }
  }

  /**
   * Goes through the members for a quantified condition; `look` sees each answer. Idle where a part
   * before it already decides: then nobody's facts are worth asking for it, and it stays unknown.
   */
  fold(node: NodeOf<'quantified'>, look?: (member: number, from: number) => void): Level {
    const { every, part, unless } = node
    for (let at = 0; at < unless.length; at += 1) {
      const guard = unless[at] as (typeof unless)[number]
      if (this.levels[guard.node.step.at] === guard.level) return 1
    }
    const sheet = this.#sheet
    const before = sheet.at
    const from = this.#beginOf(part.step)
    const { at: last } = part.step
    // Somebody whom nobody has listed may be the one at work.
    let level = every ? ((sheet.numbers[householdSize] as number) <= sheet.members.length ? 2 : 1) : 0
    for (let member = 0; member < sheet.members.length; member += 1) {
      sheet.turnTo(member)
      this.run(from, last + 1)
      const next = this.levels[last] as number
      if (every ? next < level : next > level) level = next
      if (look !== undefined) look(member, from)
    }
    if (before >= 0) {
      sheet.turnTo(before)
      this.run(from, last + 1)
    }
    return level as Level
  }

  /** The first place of the member's part that a computation rests on. */
  #beginOf({ at, parts }: Step): number {
    return parts.reduce((least, part) => part.at < this.split ? least : Math.min(least, this.#beginOf(part)), at)
  }
}
