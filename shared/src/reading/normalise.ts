import { homophones, idioms, pinyin, simplified } from './lexicon/noise.ts'
import type { Span } from './reading.ts'
import { attend, mayMatch } from './sieve.ts'

/** Longest text that is read; what follows is left out, so that no input can make a phone stall. */
export const longestText = 2000

/** Words prepared for reading, each character knowing where it stood in the original. */
export type Prepared = {
  original: string
  /** `,` ends a clause, `。` a sentence, `_` stands for what must not be read. */
  text: string
  starts: number[]
  ends: number[]
}

/** Marks and what they are read as: one ends a sentence, one a clause, and some say nothing. */
const marks: ReadonlyMap<string, string> = new Map(
  [
    ['。', '。!?;\n\r…'],
    [',', ',、:·•|/\\—\t.'],
    ['', '"\'“”‘’《》<>()[]【】「」*~^`#@'],
  ].flatMap(([read = '', all = '']) => all.split('').map((mark): [string, string] => [mark, read])),
)
const cjk = /[\u4e00-\u9fff]/

/** Full width to half, traditional to simplified, punctuation to two marks, dictation noise to words. */
export function normalise(original: string): Prepared {
  const prepared: Prepared = { original, text: '', starts: [], ends: [] }
  const chars: string[] = []
  const source = original.slice(0, longestText)
  for (let at = 0; at < source.length; at++) {
    const char = readChar(source, at)
    if (char === '') continue
    chars.push(char)
    prepared.starts.push(at)
    prepared.ends.push(at + 1)
  }
  prepared.text = chars.join('')
  return mask(repair(prepared))
}

/** What phones set to Chinese type in double width, marks included, in single width. */
function narrow(char: string): string {
  const code = char.charCodeAt(0)
  return code >= 0xff01 && code <= 0xff5d ? String.fromCharCode(code - 0xfee0) : char
}

function readChar(source: string, at: number): string {
  const char = narrow(source[at] ?? '')
  if (char === ' ' || char === '\u3000' || char === '\u00a0') return readBlank(source, at)
  if ((char === '.' || char === ',') && isDigit(source[at - 1]) && isDigit(source[at + 1])) {
    return char === '.' ? '.' : /^\d{3}(?!\d)/.test(source.slice(at + 1, at + 5)) ? '' : ','
  }
  return marks.get(char) ?? simplified.get(char) ?? char.toLowerCase()
}

/** A blank ends a clause, except between single characters, where dictation put it inside a word. */
function readBlank(source: string, at: number): string {
  const alone = (side: string): boolean => side.length <= 1 && (side === '' || cjk.test(side))
  const before = /[^\s,。,]*$/.exec(source.slice(Math.max(0, at - 4), at))?.[0] ?? ''
  const after = /^[^\s,。,]*/.exec(source.slice(at + 1, at + 5))?.[0] ?? ''
  if (/[a-z]$/i.test(before) && /^[a-z]/i.test(after)) return ' '
  return alone(before) || alone(after) ? '' : ','
}

const isDigit = (char: string | undefined): boolean => char !== undefined && /\d/.test(narrow(char))

function repair(prepared: Prepared): Prepared {
  attend(prepared.text)
  for (const [wrong, right] of homophones) {
    if (mayMatch(wrong, prepared.text)) prepared = substitute(prepared, wrong, right)
    attend(prepared.text)
  }
  if (/[a-z]{2,}/.test(prepared.text)) {
    for (const [wrong, right] of pinyin) prepared = substitute(prepared, wrong, right)
  }
  return prepared
}

/** Blots out idioms and jokes whose words would otherwise be taken at their face. */
function mask(prepared: Prepared): Prepared {
  if (!mayMatch(idioms, prepared.text)) return prepared
  return { ...prepared, text: prepared.text.replace(idioms, (found) => '_'.repeat(found.length)) }
}

/** Replaces every match once, each new character keeping its place in the original. */
function substitute(prepared: Prepared, wrong: RegExp, right: string): Prepared {
  if (!wrong.test(prepared.text)) return prepared
  const next: Prepared = { original: prepared.original, text: '', starts: [], ends: [] }
  let done = 0
  const keep = (to: number): void => {
    next.text += prepared.text.slice(done, to)
    next.starts.push(...prepared.starts.slice(done, to))
    next.ends.push(...prepared.ends.slice(done, to))
  }
  for (const found of prepared.text.matchAll(new RegExp(wrong.source, 'g'))) {
    const from = found.index
    const to = from + found[0].length
    keep(from)
    const same = right.length === found[0].length
    next.text += right
    next.starts.push(...(same
      ? prepared.starts.slice(from, to) : Array.from(right, () => prepared.starts[from] ?? 0)))
    next.ends.push(...(same
      ? prepared.ends.slice(from, to) : Array.from(right, () => prepared.ends[to - 1] ?? 0)))
    done = to
  }
  keep(prepared.text.length)
  return next
}

/** The stretch of the original that a stretch of the prepared text came from. */
export function original(prepared: Prepared, start: number, end: number): Span {
  const from = prepared.starts[start] ?? prepared.original.length
  return { start: from, end: Math.max(from, prepared.ends[end - 1] ?? from) }
}

/** The clause around a place, as a stretch of the prepared text. */
export function clauseAt(text: string, at: number): Span {
  return around(text, at, [',', '。'])
}

/** The sentence around a place, as a stretch of the prepared text. */
export function sentenceAt(text: string, at: number): Span {
  return around(text, at, ['。'])
}

/** Asked for every number and every sign: looking at each character here made a hostile text cost a second. */
function around(text: string, at: number, stops: readonly string[]): Span {
  const before = stops.map((stop) => (at > 0 ? text.lastIndexOf(stop, at - 1) : -1))
  const after = stops.map((stop) => text.indexOf(stop, at)).filter((found) => found >= 0)
  return { start: Math.max(...before) + 1, end: after.length > 0 ? Math.min(...after) : Math.max(at, text.length) }
}
