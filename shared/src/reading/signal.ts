import { pattern, places, type Classes } from './pattern.ts'
import { attend, mayMatch } from './sieve.ts'
import { clauseAt, type Prepared } from './normalise.ts'
import type { Span } from './reading.ts'

/**
 * Something that can be heard in words. `topic` words fall only to a refusal (不用办低保), all others also to a plain
 * negation before them; `unless` is looked for in the clause of the hit.
 */
export type Signal = { says: string; topic?: true; unless?: string }
export type Signals = Readonly<Record<string, Signal>>

const negation = pattern(`(?:(?<!是)不是|(?<!有)没有|没得|莫得|冇得?|并非|并没|不算|从来?没|不存在|还没|(?<!有)没|木有|不曾|未曾|(?<![差要会能可])不)
  (?:有|在|去|来|得|到|过|再|什么|啥子?|怎么|咋|那么|很|太|是)?$`)
const refusal = pattern(`(?:(?<!是)不是|不用|(?<!要)不要|(?<!想)不想|不需要|用不着|不必|不打算|不办|不申请|不问|不关|没问|别)
  (?:再|去|来|要|给|我|问|说|办|申请|领|吃|想|的|评|有|补|关于|为了|什么)*$`)
const startsNegated = /^[^,。]{0,2}(?:没|不|冇|莫|无|断|零|未|唔|难)/

const sticky = (source: RegExp): RegExp => new RegExp(source.source)
const denies = sticky(negation)
const refuses = sticky(refusal)

/** A compiled set of signals over shared word classes, each run at most once a text. */
export type Ear = {
  listen(prepared: Prepared): Heard
  /** Compiles what `listen` would compile at first use, one signal a step. */
  prepare(): Generator<void>
}
export type Heard = {
  text: string
  has(...names: string[]): boolean
  hits(name: string): readonly Span[]
  first(name: string): Span | undefined
}

type Compiled = { says: RegExp; signal: Signal; unless?: RegExp }

/** Makes an ear for these signals. */
export function makeEar(signals: Signals, classes: Classes): Ear {
  const compiled = new Map<string, Compiled>()
  const compile = (name: string): Compiled => {
    const signal = signals[name]
    if (!signal) throw new Error(`No signal ${name}`)
    const says = pattern(signal.says, classes)
    return signal.unless
      ? { says, signal, unless: sticky(pattern(signal.unless, classes)) } : { says, signal }
  }
  const get = (name: string): Compiled => {
    const one = compiled.get(name) ?? compile(name)
    compiled.set(name, one)
    return one
  }
  return {
    *prepare() {
      for (const name of Object.keys(signals)) {
        const { says, unless } = get(name)
        // An engine translates a pattern when it first runs: bytes at once, machine code the second time.
        for (const of of [says, unless, says, unless]) of?.test('家')
        says.lastIndex = 0
        yield
      }
    },
    listen(prepared) {
      attend(prepared.text)
      const heard = new Map<string, Span[]>()
      const hits = (name: string): Span[] => {
        const known = heard.get(name)
        if (known) return known
        const one = get(name)
        const found = scan(prepared.text, one)
        heard.set(name, found)
        return found
      }
      return {
        text: prepared.text,
        hits,
        has: (...names) => {
          for (const name of names) if (hits(name).length > 0) return true
          return false
        },
        first: (name) => hits(name)[0],
      }
    },
  }
}

function scan(text: string, { says, signal,
  unless }: { says: RegExp; signal: Signal; unless?: RegExp }): Span[] {
  const found: Span[] = []
  if (!mayMatch(says, text)) return found
  for (const match of places(text, says)) {
    if (match[0].length === 0) continue
    const span = { start: match.index, end: match.index + match[0].length }
    if (isDenied(text, span, signal.topic === true)) continue
    if (unless) {
      const clause = clauseAt(text, span.start)
      if (unless.test(text.slice(clause.start, Math.max(clause.end, span.end)))) continue
    }
    found.push(span)
    if (found.length === 6) break
  }
  return found
}

/** Whether the words before a hit, in its clause, take it back. */
export function isDenied(text: string, span: Span, topic: boolean): boolean {
  const clause = clauseAt(text, span.start)
  const before = text.slice(Math.max(clause.start, span.start - 12), span.start)
  if (topic) return refuses.test(before)
  if (startsNegated.test(text.slice(span.start, span.end))) return false
  return denies.test(before) || refuses.test(before)
}
