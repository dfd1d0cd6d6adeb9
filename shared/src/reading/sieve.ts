/**
 * What a pattern cannot do without, so that of hundreds of patterns only those run over a text that may be in it.
 * Passing one over never changes what is read: each of its matches would have held one of its keys.
 */
type Known = {
  /** Every string it may match, where they are few. */
  all: readonly string[] | undefined
  /** Characters, or pairs side by side, of which each match holds one. */
  keys: readonly string[] | undefined
}

const most = 64
const nothing: Known = { all: [''], keys: undefined }
const anything: Known = { all: undefined, keys: undefined }
const digits = [...'0123456789']

const keysOf = (all: readonly string[]): readonly string[] | undefined =>
  all.includes('') ? undefined : [...new Set(all.map((one) => one.slice(0, 2)))]

const exactly = (all: readonly string[]): Known =>
  all.length > most ? { all: undefined, keys: keysOf(all) } : { all, keys: keysOf(all) }

/** A single character is in many texts, a pair in few. */
const cost = (keys: readonly string[]): number =>
  keys.reduce((sum, key) => sum + (key.length > 1 ? 1 : 12), 0)

function rarer(one: Known['keys'], other: Known['keys']): Known['keys'] {
  if (!one || !other) return one ?? other
  return cost(one) <= cost(other) ? one : other
}

function either(ways: readonly Known[]): Known {
  const all: string[] = []
  const keys: string[] = []
  for (const way of ways) {
    all.push(...(way.all ?? []))
    keys.push(...(way.keys ?? []))
  }
  return {
    all: ways.every((way) => way.all) && all.length <= most ? [...new Set(all)] : undefined,
    keys: ways.every((way) => way.keys) ? [...new Set(keys)] : undefined,
  }
}

/** What stands side by side is known together for as long as its ways are few. */
function oneAfterAnother(parts: readonly Known[]): Known {
  let run: readonly string[] = ['']
  let keys: Known['keys']
  let whole = true
  for (const { all, keys: own } of parts) {
    const joined =
      all && run.length * all.length <= most ? run.flatMap((one) => all.map((next) => one + next)) : undefined
    if (!joined) {
      whole = false
      keys = rarer(rarer(keys, keysOf(run)), own)
    }
    run = joined ?? all ?? ['']
  }
  return { all: whole ? run : undefined, keys: rarer(keys, keysOf(run)) }
}

function repeated(part: Known, mark: string): Known {
  if (mark === '') return part
  if (mark === '?' && part.all) return exactly(['', ...part.all])
  return /^(?:[?*]|\{0)/.test(mark) ? anything : { all: undefined, keys: part.keys }
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

/** Characters, or pairs side by side, of which every match of the pattern holds one; undefined if none are sure. */
export const needs = (pattern: RegExp): readonly string[] | undefined =>
  /[imsuvy]/.test(pattern.flags) ? undefined : new Reader(pattern.source).ways().keys

/** Two keys of one place only let a pattern run for nothing. */
const placeOf = (first: number, second: number): number => (Math.imul(first, 0x9e3b) + second) & 0x3fffffff

/** Patterns by their keys, as far as they were asked for; 0 stands for those that may match in any text. */
const byPlace = new Map<number, number[]>()
const numbers = new WeakMap<RegExp, number>()
let known = 0

/** For each pattern the text, by its turn, in which one of its keys was last seen. */
let seen = new Float64Array(512)
let turn = 0
let attended: string | undefined

function enter(number: number, keys: readonly string[]): void {
  for (const key of keys) {
    const place = placeOf(key.charCodeAt(0), key.charCodeAt(1) || 0)
    const same = byPlace.get(place)
    if (same) same.push(number)
    else byPlace.set(place, [number])
    if (attended?.includes(key)) seen[number] = turn
  }
}

/** Knows a pattern from now on, also for the text that is looked at. */
function numberOf(pattern: RegExp): number {
  const keys = needs(pattern)
  const number = keys ? (known += 1) : 0
  numbers.set(pattern, number)
  if (known === seen.length) {
    const larger = new Float64Array(2 * known)
    larger.set(seen)
    seen = larger
  }
  enter(number, keys ?? [])
  return number
}

function note(place: number): void {
  const patterns = byPlace.get(place)
  if (patterns) for (const number of patterns) seen[number] = turn
}

/** Looks which patterns a text may match; of any other text `mayMatch` says nothing but perhaps. */
export function attend(text: string): void {
  if (text === attended) return
  attended = text
  turn += 1
  for (let at = 0; at < text.length; at += 1) {
    const first = text.charCodeAt(at)
    note(placeOf(first, 0))
    note(placeOf(first, text.charCodeAt(at + 1) || 0))
  }
}

/** Whether the pattern may match in the text: false only if it surely does not. */
export function mayMatch(pattern: RegExp, text: string): boolean {
  const number = numbers.get(pattern) ?? numberOf(pattern)
  return number === 0 || seen[number] === turn || text !== attended
}
