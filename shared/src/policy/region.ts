import type { NodeOf, Step } from './node.ts'
import { homeAt, type Sheet } from './sheet.ts'

/** Codes of choices and whole numbers that a table answers for; above them stands the last one. */
const codes = 256

const all = 0
const any = 1
const opposite = 2
const quantified = 3

/** The words of truth: bit by bit, what is known to be yes and what is known to be no. */
export type Truths = { yes: Int32Array; no: Int32Array }

/**
 * Half of the tape, the household's or the member's: its computations as bits. A fact's value is looked
 * up once and answers all that is asked of it; a group is answered by comparing words. Hardly a branch
 * depends on what people said, which is what makes three values cost little more than two.
 */
export class Region {
  readonly #firstWord: number
  readonly #words: number
  readonly #fixedYes: Int32Array
  readonly #fixedNo: Int32Array
  /** Looked-up facts: slot, and the word its answers lie in (a fact may stand here for each of two words). */
  readonly #slots: Int32Array
  readonly #tableWords: Int32Array
  readonly #tableYes: Int32Array
  readonly #tableNo: Int32Array
  readonly #comparisons: readonly Step[]
  /** Over, under, operator and line of each comparison that no table answers. */
  readonly #measures: Int32Array
  readonly #lines: Float64Array
  /** Groups and the rest, in order: kind, place, two words with their masks, where further masks lie. */
  readonly #rest: Int32Array
  readonly #maskWords: Int32Array
  readonly #masks: Int32Array

  /** `steps` have their places, in the words from `firstWord` up to `endWord`. */
  constructor(steps: readonly Step[], firstWord: number, endWord: number) {
    const words = (this.#words = endWord - firstWord)
    this.#firstWord = firstWord
    this.#fixedYes = new Int32Array(words)
    this.#fixedNo = new Int32Array(words)
    const looked = steps.filter(isLookedUp)
    const entryOf = (step: Step): string => `${slotOfLookUp(step)}/${step.at >> 5}`
    const entries = [...new Set(looked.map(entryOf))]
    const firstOf = entries.map((entry) => looked.find((step) => entryOf(step) === entry) as Step)
    this.#slots = Int32Array.from(firstOf, slotOfLookUp)
    this.#tableWords = Int32Array.from(firstOf, ({ at }) => at >> 5)
    this.#tableYes = new Int32Array(entries.length * codes)
    this.#tableNo = new Int32Array(entries.length * codes)
    for (const step of looked) {
      const base = entries.indexOf(entryOf(step)) * codes
      for (let code = 0; code < codes; code += 1) {
        const table = answerOf(step, code) ? this.#tableYes : this.#tableNo
        table[base + code] = (table[base + code] as number) | (1 << (step.at & 31))
      }
    }
    this.#comparisons = steps.filter((step) => step.node.kind === 'comparison' && !isLookedUp(step))
    this.#measures = Int32Array.from(
      this.#comparisons.flatMap(({ node }) => {
        const { over, under, below, strict } = node as NodeOf<'comparison'>
        return [over, under, below ? (strict ? 0 : 1) : strict ? 2 : 3]
      }),
    )
    this.#lines = Float64Array.from(
      this.#comparisons.flatMap(({ node }) => {
        const { scale, least, most } = node as NodeOf<'comparison'>
        return [scale, ...least, ...most]
      }),
    )
    const [rest, maskWords, masks]: [number[], number[], number[]] = [[], [], []]
    for (const { at, node, parts } of steps) {
      if (node.kind === 'constant') {
        const fixed = node.level === 2 ? this.#fixedYes : this.#fixedNo
        fixed[(at >> 5) - firstWord] = (fixed[(at >> 5) - firstWord] as number) | (1 << (at & 31))
      } else if (node.kind !== 'choice' && node.kind !== 'comparison') {
        const begin = masks.length
        const byWord = new Map<number, number>()
        for (const part of parts)
          byWord.set(part.at >> 5, (byWord.get(part.at >> 5) ?? 0) | (1 << (part.at & 31)))
        const kind =
          node.kind === 'all'
            ? all
            : node.kind === 'any'
              ? any
              : node.kind === 'opposite'
                ? opposite
                : quantified
        // Most groups lie in one or two words: these stand in the record itself.
        const [first = [0, 0], second = [0, 0], ...more] = byWord
        for (const [word, mask] of more) {
          maskWords.push(word)
          masks.push(mask)
        }
        rest.push(kind, at, ...first, ...second, begin, masks.length)
      }
    }
    this.#rest = Int32Array.from(rest)
    this.#maskWords = Int32Array.from(maskWords)
    this.#masks = Int32Array.from(masks)
  }

  /** Answers everything in it for what lies on the sheet. `ask` answers a quantified condition. */
  run({ yes, no }: Truths, { numbers }: Sheet, ask: (at: number) => number): void {
    const first = this.#firstWord
    const words = this.#words
    for (let word = 0; word < words; word += 1) {
      yes[first + word] = this.#fixedYes[word] as number
      no[first + word] = this.#fixedNo[word] as number
    }
    this.#lookUp(yes, no, numbers)
    this.#compare(yes, no, numbers)
    this.#sumUp(yes, no, ask)
  }

  #lookUp(yes: Int32Array, no: Int32Array, numbers: Float64Array): void {
    const slots = this.#slots
    const words = this.#tableWords
    const tableYes = this.#tableYes
    const tableNo = this.#tableNo
    for (let fact = 0; fact < slots.length; fact += 1) {
      const number = numbers[slots[fact] as number] as number
      if (number !== number) continue
      const entry = fact * codes + (number < codes ? number | 0 : codes - 1)
      const word = words[fact] as number
      yes[word] = (yes[word] as number) | (tableYes[entry] as number)
      no[word] = (no[word] as number) | (tableNo[entry] as number)
    }
  }

  /**
   * Products of whole numbers are compared, so nothing is rounded. With the home class unknown a yes
   * or no needs both lines to agree; NaN agrees with nothing.
   */
  #compare(yes: Int32Array, no: Int32Array, numbers: Float64Array): void {
    const measures = this.#measures
    const lines = this.#lines
    const steps = this.#comparisons
    const home = (numbers[homeAt] as number) | 0
    for (let step = 0; step < steps.length; step += 1) {
      const parts = numbers[measures[step * 3 + 1] as number] as number
      const value = (numbers[measures[step * 3] as number] as number) * (lines[step * 7] as number)
      const low = (lines[step * 7 + 1 + home] as number) * parts
      const high = (lines[step * 7 + 4 + home] as number) * parts
      const operator = measures[step * 3 + 2] as number
      const strict = operator === 0 || operator === 2
      const under = strict ? value < low : value <= low
      const over = strict ? value >= high : value > high
      if (!under && !over) continue
      const { at } = steps[step] as Step
      const words = under === operator < 2 ? yes : no
      words[at >> 5] = (words[at >> 5] as number) | (1 << (at & 31))
    }
  }

  #sumUp(yes: Int32Array, no: Int32Array, ask: (at: number) => number): void {
    const rest = this.#rest
    for (let step = 0; step < rest.length; step += 8) {
      const kind = rest[step] as number
      const at = rest[step + 1] as number
      const word = at >> 5
      const bit = 1 << (at & 31)
      if (kind === quantified) {
        const level = ask(at)
        if (level === 2) yes[word] = (yes[word] as number) | bit
        else if (level === 0) no[word] = (no[word] as number) | bit
        continue
      }
      // "Any" is "all" with yes and no in each other's place; so is the opposite of one.
      const whole = kind === all ? yes : no
      const breaker = kind === all ? no : yes
      const firstWord = rest[step + 2] as number
      const firstMask = rest[step + 3] as number
      const secondWord = rest[step + 4] as number
      const secondMask = rest[step + 5] as number
      let missing =
        (firstMask & ~(whole[firstWord] as number)) | (secondMask & ~(whole[secondWord] as number))
      let broken =
        (firstMask & (breaker[firstWord] as number)) | (secondMask & (breaker[secondWord] as number))
      const end = rest[step + 7] as number
      for (let more = rest[step + 6] as number; more < end; more += 1) {
        const mask = this.#masks[more] as number
        const other = this.#maskWords[more] as number
        missing |= mask & ~(whole[other] as number)
        broken |= mask & (breaker[other] as number)
      }
      if (missing !== 0 && broken === 0) continue
      const words = (broken !== 0) === (kind === opposite) ? whole : breaker
      words[word] = (words[word] as number) | bit
    }
  }
}

/** A choice, or a whole number against a fixed line: few values, each answered beforehand. */
export function isLookedUp({ node }: Step): boolean {
  return node.kind === 'choice' || (node.kind === 'comparison' && node.keep)
}

/** The fact that is looked up. */
export function slotOfLookUp({ node }: Step): number {
  return node.kind === 'choice' ? node.slot : (node as NodeOf<'comparison'>).over
}

function answerOf({ node }: Step, code: number): boolean {
  if (node.kind === 'choice') return (node.table[code] ?? node.table[node.table.length - 1]) === 2
  const { scale, least, strict, below } = node as NodeOf<'comparison'>
  const [line] = least as readonly [number]
  return (strict ? code * scale < line : code * scale <= line) === below
}
