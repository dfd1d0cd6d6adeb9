/**
 * What a pattern cannot do without, so that of hundreds of patterns only those run over a text that may be in it.
 * Passing one over never changes what is read: each of its matches would have gone one of its ways.
 */
type Known = {
  /** Every string it may match, where they are few. */
  all: readonly string[] | undefined
  /** How it may come to match: every match goes one of these ways. Undefined where a match may hold anything. */
  ways: readonly Way[] | undefined
}

/** Characters, or pairs side by side, of which a match holds one. */
export type Need = readonly string[]
/** All that a match of this kind holds, what is rarest in front. */
export type Way = readonly Need[]

const most = 64
/** Ways and needs beyond these tell texts apart hardly better, and cost every text a look. */
const mostWays = 24
const mostNeeds = 3
const nothing: Known = { all: [''], ways: undefined }
const anything: Known = { all: undefined, ways: undefined }
const digits = [...'0123456789']

const waysOf = (all: readonly string[]): readonly Way[] | undefined =>
  all.includes('') ? undefined : [[[...new Set(all.map((one) => one.slice(0, 2)))]]]

const exactly = (all: readonly string[]): Known => ({
  all: all.length > most ? undefined : all,
  ways: waysOf(all),
})

/** A single character is in many texts, a pair in few. */
const cost = (need: Need): number => need.reduce((sum, key) => sum + (key.length > 1 ? 1 : 12), 0)

/** What two ways need together: each need once, the rarest in front. */
function both(one: Way, other: Way): Way {
  const needs = new Map([...one, ...other].map((need) => [need.join(), need]))
  return [...needs.values()].sort((a, b) => cost(a) - cost(b)).slice(0, mostNeeds)
}

/** Of every way the rarest need, as one need of one way. */
const inOne = (ways: readonly Way[]): Way => [[...new Set(ways.flatMap(([rarest = []]) => rarest))]]

/** The ways of what stands side by side: a match goes one of these and one of those. */
function along(one: Known['ways'], other: Known['ways']): Known['ways'] {
  if (!one || !other) return one ?? other
  if (one.length * other.length <= mostWays)
    return one.flatMap((way) => other.map((next) => both(way, next)))
  return one.length < other.length ? along(one, [inOne(other)]) : along([inOne(one)], other)
}

function either(known: readonly Known[]): Known {
  const all: string[] = []
  const plain: Way[] = []
  const ways: Way[] = []
  for (const one of known) {
    all.push(...(one.all ?? []))
    for (const way of one.ways ?? []) (way.length === 1 ? plain : ways).push(way)
  }
  if (plain.length > 0) ways.push(inOne(plain))
  return {
    all: known.every((one) => one.all) && all.length <= most ? [...new Set(all)] : undefined,
    ways: known.every((one) => one.ways) ? ways : undefined,
  }
}

/** What stands side by side is known together for as long as its ways are few. */
function oneAfterAnother(parts: readonly Known[]): Known {
  let run: readonly string[] = ['']
  let ways: Known['ways']
  let whole = true
  for (const { all, ways: own } of parts) {
    const joined =
      all && run.length * all.length <= most ? run.flatMap((one) => all.map((next) => one + next)) : undefined
    if (!joined) {
      whole = false
      ways = along(along(ways, waysOf(run)), own)
    }
    run = joined ?? all ?? ['']
  }
  return { all: whole ? run : undefined, ways: along(ways, waysOf(run)) }
}

function repeated(part: Known, mark: string): Known {
  if (mark === '') return part
  if (mark === '?' && part.all) return exactly(['', ...part.all])
  return /^(?:[?*]|\{0)/.test(mark) ? anything : { all: undefined, ways: part.ways }
}

const quantifier = /[?*+]|\{\d+(?:,\d*)?\}/y
const opening = /\((?:\?(?:[:=!]|<[=!]))?/y
const letters = /\[(\^?)((?:[^\]\\]|\\.)*)\]/y
const escaped = /\\(?:u([\da-f]{4})|(.))/iy

/** Reads the source of a pattern once, from left to right. What it does not understand may be anything. */
class Reader {
  readonly #source: string
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  #take(token: RegExp): RegExpExecArray | null {
    token.lastIndex = this.#at
    const found = token.exec(this.#source)
    if (found) this.#at = token.lastIndex
    return found
  }

  ways(): Known {
    const ways: Known[] = []
    do {
      const parts: Known[] = []
      while (this.#at < this.#source.length && !/[|)]/.test(this.#source[this.#at] ?? ''))
        parts.push(this.#part())
      ways.push(oneAfterAnother(parts))
    } while (this.#source[this.#at++] === '|')
    return either(ways)
  }

  #part(): Known {
    const part = this.#atom()
    const mark = this.#take(quantifier)?.[0] ?? ''
    if (mark !== '' && this.#source[this.#at] === '?') this.#at += 1
    return repeated(part, mark)
  }

  #atom(): Known {
    const group = this.#take(opening)
    if (group) {
      const inside = this.ways()
      // What must or must not stand around a match is no part of it.
      return /[=!]/.test(group[0]) ? nothing : inside
    }
    const range = this.#take(letters)
    if (range) return range[1] === '^' ? anything : oneOf(range[2] ?? '')
    const escape = this.#take(escaped)
    if (escape) return meant(escape)
    const char = this.#source[this.#at++] ?? ''
    return char === '.' ? anything : /[\^$]/.test(char) ? nothing : exactly([char])
  }
}

function meant([, code, char = '']: RegExpExecArray): Known {
  if (code) return exactly([String.fromCharCode(parseInt(code, 16))])
  if (char === 'd') return exactly(digits)
  if (/b/i.test(char)) return nothing
  return /\w/.test(char) ? anything : exactly([char])
}

/** The characters between brackets; a range, or a class within, may be anything but the digits. */
function oneOf(inside: string): Known {
  const plain = inside.replace(/\\d|0-9/g, digits.join(''))
  return /\\[a-z]|.-./i.test(plain) ? anything : exactly([...new Set(plain.replace(/\\/g, '').split(''))])
}

/** The ways of which every match of the pattern goes one; undefined if none are sure. */
export const needs = (pattern: RegExp): readonly Way[] | undefined =>
  /[imsuvy]/.test(pattern.flags) ? undefined : new Reader(pattern.source).ways().ways

/** A key as texts are looked through for it: in which of them, by its turn, it was last met, and what it begins. */
type Key = { met: number; begins: Path[] }
/** A way of a pattern that one of its rarest keys begins, with what it needs beside. */
type Path = { pattern: number; others: readonly (readonly Key[])[] }

/** By their first characters: the key of one alone, and those of pairs by the second. */
const keys = new Map<number, { alone: Key | undefined; pairs: Map<number, Key> | undefined }>()
/** Patterns as far as they were asked for; 0 stands for those that may match in any text. */
const numbers = new WeakMap<RegExp, number>()
let known = 0

/** For each pattern the text, by its turn, in which a whole way of it was last seen. */
let seen = new Float64Array(512)
let turn = 0
let attended: string | undefined

/** The key as it is met from now on, also in the text that is looked at. */
function keyFor(written: string): Key {
  const first = written.charCodeAt(0)
  const second = written.charCodeAt(1)
  const place = keys.get(first) ?? { alone: undefined, pairs: undefined }
  const key = (written.length > 1 ? place.pairs?.get(second) : place.alone) ?? { met: 0, begins: [] }
  if (written.length > 1) place.pairs = (place.pairs ?? new Map<number, Key>()).set(second, key)
  else place.alone = key
  keys.set(first, place)
  if (attended?.includes(written)) key.met = turn
  return key
}

const isMet = (need: readonly Key[]): boolean => need.some((key) => key.met === turn)
const isWhole = ({ others }: Path): boolean => others.every(isMet)

/** Knows a way of a pattern from now on, also for the text that is looked at. */
function enter(pattern: number, [rarest = [], ...others]: Way): void {
  const path = { pattern, others: others.map((need) => need.map(keyFor)) }
  const first = rarest.map(keyFor)
  for (const key of first) key.begins.push(path)
  if (isMet(first) && isWhole(path)) seen[pattern] = turn
}

function numberOf(pattern: RegExp): number {
  const ways = needs(pattern)
  const number = ways ? (known += 1) : 0
  numbers.set(pattern, number)
  if (known === seen.length) {
    const larger = new Float64Array(2 * known)
    larger.set(seen)
    seen = larger
  }
  for (const way of ways ?? []) enter(number, way)
  return number
}

/** Keys of this text with which some way begins. */
let begun: Key[] = []

function meet(key: Key | undefined): void {
  if (key === undefined || key.met === turn) return
  key.met = turn
  if (key.begins.length > 0) begun.push(key)
}

/** Looks which patterns a text may match; of any other text `mayMatch` says nothing but perhaps. */
export function attend(text: string): void {
  if (text === attended) return
  attended = text
  turn += 1
  begun = []
  for (let at = 0; at < text.length; at += 1) {
    const place = keys.get(text.charCodeAt(at))
    if (place === undefined) continue
    meet(place.alone)
    meet(place.pairs?.get(text.charCodeAt(at + 1)))
  }
  for (const { begins } of begun)
    for (const path of begins) if (seen[path.pattern] !== turn && isWhole(path)) seen[path.pattern] = turn
}

/** Whether the pattern may match in the text: false only if it surely does not. */
export function mayMatch(pattern: RegExp, text: string): boolean {
  const number = numbers.get(pattern) ?? numberOf(pattern)
  return number === 0 || seen[number] === turn || text !== attended
}
