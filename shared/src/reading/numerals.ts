import { places } from './pattern.ts'

/** A number said in the text: `low` and `high` differ for 七八百 or 三四千. */
export type Numeral = { start: number; end: number; low: number; high: number; vague: boolean; more: boolean }

/** Five times what anybody has said; each is looked at with all words around it, so a text of nothing else stalls a server. */
export const mostNumerals = 60

/** 五千多 is more than 5000 and less than 5500: what is reckoned with stands between. */
export const somewhatMore = 1.048

const digit = '零〇一二两俩仨三四五六七八九'
const values: Readonly<Record<string, number>> = {
  零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 俩: 2, 仨: 3, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9,
}
const scales: Readonly<Record<string, number>> = {
  十: 10, 百: 100, 千: 1000, k: 1000, 万: 10000, w: 10000, 亿: 1e8,
}
const run = new RegExp(
  `(?:\\d+(?:\\.\\d+)?|[${digit}几十百千万亿]|(?<=\\d)[kw](?![a-z])|半(?=[年月个天])` +
  '|[多来余把](?=[万千块元岁个月年天平亩口]))+', 'g')
const piece = new RegExp(`\\d+(?:\\.\\d+)?|[${digit}几半]|[十百千k万w亿]|[多来余把]`, 'g')

type Range = { low: number; high: number }
const plus = (a: Range, b: Range): Range => ({ low: a.low + b.low, high: a.high + b.high })
const times = (a: Range, n: number): Range => ({ low: a.low * n, high: a.high * n })
const nothing: Range = { low: 0, high: 0 }

/** The numbers in the prepared text, the first 60 of them: 一千二, 三万多, 七八百, 五十七八, 十几万, 1.2万, 3千5, 3000到4000. */
export function numerals(text: string): Numeral[] {
  const found: Numeral[] = []
  for (const match of places(text, run)) {
    const said = /.一$/.test(match[0]) && /^[个年月天次趟回针盒]/.test(text.slice(match.index + match[0].length))
      ? match[0].slice(0, -1) : match[0]
    const read = parse(said)
    const end = match.index + said.length
    const more = /[多几余]$/.test(said) || /多[万千]?$/.test(said) || /^(?:多|出头)/.test(text.slice(end, end + 2))
    if (read) found.push({ start: match.index, end, ...read, more: more && !/几/.test(said) })
    if (found.length === mostNumerals) break
  }
  return join(text, found)
}

function parse(words: string): (Range & { vague: boolean }) | undefined {
  const pieces = words.match(piece) ?? []
  if (!pieces.some((p) => /[\d十百千万半]/.test(p) || p in values)) return undefined
  if (pieces.length > 2 && pieces.every((p) => p in values)) return positional(pieces)
  return { ...compose(pieces), vague: /^几|^数/.test(words) }
}

function positional(pieces: string[]): Range & { vague: boolean } {
  const value = pieces.reduce((sum, p) => sum * 10 + (values[p] ?? 0), 0)
  return { low: value, high: value, vague: false }
}

/** Walks the pieces as they are spoken: digits wait for their scale; a last bare digit takes a tenth of it. */
function compose(pieces: string[]): Range {
  let total = nothing
  let section = nothing
  let waiting: Range | undefined
  let scale = 1
  for (const p of pieces) {
    const unit = scales[p]
    if (/[多来余把]/.test(p)) continue
    if (unit === undefined) {
      waiting = wait(waiting, p)
      if (p === '零' || p === '〇') scale = 1
    } else if (unit >= 10000) {
      const whole = plus(section, waiting ?? nothing)
      total = plus(total, times(whole.high === 0 ? { low: 1, high: 1 } : whole, unit))
      section = nothing
      waiting = undefined
      scale = unit
    } else {
      section = plus(section, times(waiting ?? { low: 1, high: 1 }, unit))
      waiting = undefined
      scale = unit
    }
  }
  if (waiting) section = plus(section, scale >= 100 &&
    waiting.high < 10 ? times(waiting, scale / 10) : waiting)
  return plus(total, section)
}

function wait(waiting: Range | undefined, p: string): Range {
  if (p === '几') return waiting ?? { low: 0, high: 0 }
  if (p === '半') return { low: 0.5, high: 0.5 }
  const value = values[p] ?? Number(p)
  if (waiting && value > waiting.low && waiting.low > 0) return { low: waiting.low, high: value }
  return { low: value, high: value }
}

/** 3000到4000 and 3-4万 are one number with two ends. */
function join(text: string, found: Numeral[]): Numeral[] {
  const joined: Numeral[] = []
  for (const next of found) {
    const last = joined.at(-1)
    if (last && /^(?:到|至|-|~|,(?=\d$))$/.test(text.slice(last.end, next.start)) &&
      /[^,]/.test(text[last.end] ?? '')) {
      const scale = last.high < 100 && next.high >= 1000 ? magnitude(next.high) : 1
      joined[joined.length - 1] = {
        start: last.start, end: next.end, low: last.low * scale, high: next.high, vague: false, more: false,
      }
    } else joined.push(next)
  }
  return joined
}

const magnitude = (n: number): number => (n >= 10000 ? 10000 : 1000)
