import type { FactKey, FactValue } from '../fact/dictionary.ts'
import type { Truth } from '../truth.ts'
import type { ParameterKey, PolicyParameters } from './parameters/shape.ts'
import type { ProgrammeId } from './programme-ids.ts'
import type { CircumstanceId } from './circumstance-ids.ts'

/** What an amount may look at: the facts of the case (defaults filled in) and what was decided. */
export type Known = {
  /** A fact's value; undefined while nobody has said. Looking at a default marks it as used. */
  value: (fact: FactKey) => FactValue | undefined
  is: (id: ProgrammeId | CircumstanceId) => Truth
  /** Income of the household that counts, fen a month. */
  countedIncome: () => number | undefined
}

/** Which part of a figure: a fixed one, by the value of a fact, by the bound it reaches, or the first kind that is certain. */
export type PartRule =
  | string
  | { readonly fact: FactKey; readonly is: { readonly [value: string]: PartRule } }
  | { readonly fact: FactKey; readonly from: readonly (readonly [bound: number, part: string])[] }
  | { readonly firstOf: readonly (readonly [ProgrammeId | CircumstanceId, part: string])[] }

export type FigureRule = { readonly figure: ParameterKey; readonly part?: PartRule }

/** Figures that differ for town and country. */
export const byHome = { fact: 'hukouClass', is: { urban: 'urban', rural: 'rural' } } as const satisfies PartRule

/**
 * How an amount is worked out, as plain data: policy pages, decisions and recomputations read the same. Fen, rounded
 * once, half up; undefined while a fact is missing that it depends on.
 */
export type AmountRule =
  | FigureRule
  /** A sum of money that somebody stated. */
  | { readonly money: FactKey }
  | { readonly counted: 'income' }
  | { readonly times: AmountRule; readonly count: FactKey }
  | { readonly sum: readonly AmountRule[] }
  /** What is left of the first after the second; `floor`: never less than nothing. */
  | { readonly less: readonly [AmountRule, AmountRule]; readonly floor?: true }
  | { readonly share: AmountRule; readonly ratio: FigureRule }
  | { readonly most: FigureRule; readonly of: AmountRule }

/** One step of an amount: what came in (steps before it, by place), which figure or fact it read, what came out. */
export type AmountStep = {
  op: 'figure' | 'money' | 'income' | 'times' | 'sum' | 'less' | 'share' | 'most'
  /** Places of earlier steps, in their order. */
  of: readonly number[]
  figure?: ParameterKey
  part?: string
  fact?: FactKey
  /** The count or the ratio. */
  by?: number
  floor?: true
  /** What it comes to, in fen. */
  fen: number
}

/** Who listens to an amount being worked out: which figures and facts it reads, and its steps. */
export type AmountTrace = {
  step?: (step: AmountStep) => number
  /** A fact that nobody has said. */
  open?: (fact: FactKey) => void
  /** A kind that is not certain yet and would change which part is taken. */
  openKind?: (id: ProgrammeId | CircumstanceId) => void
}

export const fen = (yuan: number): number => Math.round(yuan * 100)

/** A share of an amount by a ratio of at most four decimals, half a fen up. */
export const shareOf = (amount: number, ratio: number): number =>
  Math.floor((2 * amount * Math.round(ratio * 10_000) + 10_000) / 20_000)

type Input = { known: Known; figures: PolicyParameters; trace: AmountTrace }

function valueOf(fact: FactKey, { known, trace }: Input): FactValue | undefined {
  const value = known.value(fact)
  if (value === undefined) trace.open?.(fact)
  return value
}

function numberAt(fact: FactKey, input: Input): number | undefined {
  const value = valueOf(fact, input)
  return typeof value === 'number' ? value : undefined
}

function partOf(rule: PartRule, input: Input): string | undefined {
  if (typeof rule === 'string') return rule
  if ('firstOf' in rule) return kindOf(rule.firstOf, input)
  if ('is' in rule) {
    const value = valueOf(rule.fact, input)
    const then = value === undefined ? undefined : rule.is[String(value)]
    return then === undefined ? undefined : partOf(then, input)
  }
  const reached = numberAt(rule.fact, input)
  return reached === undefined ? undefined : [...rule.from].reverse().find(([bound]) => reached >= bound)?.[1]
}

/** The best kind that is certain; what is still open before it can only raise the amount, and is told. */
function kindOf(kinds: readonly (readonly [ProgrammeId | CircumstanceId, string])[], { known, trace }: Input) {
  for (const [id, part] of kinds) {
    const is = known.is(id)
    if (is === 'yes') return part
    if (is === 'unknown') trace.openKind?.(id)
  }
  return undefined
}

type Read = { figure: ParameterKey; part?: string; value: number }

function read({ figure, part: rule }: FigureRule, input: Input): Read | undefined {
  const part = rule === undefined ? undefined : partOf(rule, input)
  if (rule !== undefined && part === undefined) return undefined
  const value: unknown = input.figures[figure]
  const number: unknown = part === undefined ? value : (value as Record<string, unknown>)[part]
  return typeof number === 'number' ? { figure, ...(part === undefined ? {} : { part }), value: number } : undefined
}

type Made = { fen: number; at: number }

const told = (step: AmountStep, { trace }: Input): Made => ({ fen: step.fen, at: trace.step?.(step) ?? 0 })

function work(rule: AmountRule, input: Input): Made | undefined {
  if ('figure' in rule) {
    const found = read(rule, input)
    if (found === undefined) return undefined
    const { value, ...which } = found
    return told({ op: 'figure', of: [], ...which, fen: fen(value) }, input)
  }
  if ('money' in rule) {
    const yuan = numberAt(rule.money, input)
    return yuan === undefined ? undefined : told({ op: 'money', of: [], fact: rule.money, fen: fen(yuan) }, input)
  }
  if ('counted' in rule) {
    const income = input.known.countedIncome()
    return income === undefined ? undefined : told({ op: 'income', of: [], fen: income }, input)
  }
  return combine(rule, input)
}

function combine(
  rule: Exclude<AmountRule, FigureRule | { money: FactKey } | { counted: 'income' }>, input: Input,
): Made | undefined {
  if ('times' in rule) {
    const [one, by] = [work(rule.times, input), numberAt(rule.count, input)]
    if (one === undefined || by === undefined) return undefined
    return told({ op: 'times', of: [one.at], fact: rule.count, by, fen: one.fen * by }, input)
  }
  if ('sum' in rule) {
    const parts = rule.sum.map((part) => work(part, input))
    const made = parts.filter((part) => part !== undefined)
    if (made.length < parts.length) return undefined
    return told({ op: 'sum', of: made.map(({ at }) => at), fen: made.reduce((all, part) => all + part.fen, 0) }, input)
  }
  if ('less' in rule) {
    const [from, off] = [work(rule.less[0], input), work(rule.less[1], input)]
    if (from === undefined || off === undefined) return undefined
    const left = from.fen - off.fen
    const floor = rule.floor === true ? ({ floor: true } as const) : {}
    return told({ op: 'less', of: [from.at, off.at], ...floor, fen: rule.floor ? Math.max(0, left) : left }, input)
  }
  if ('share' in rule) {
    const [whole, ratio] = [work(rule.share, input), read(rule.ratio, input)]
    if (whole === undefined || ratio === undefined) return undefined
    const { value: by, ...which } = ratio
    return told({ op: 'share', of: [whole.at], ...which, by, fen: shareOf(whole.fen, by) }, input)
  }
  const [whole, cap] = [work(rule.of, input), read(rule.most, input)]
  if (whole === undefined || cap === undefined) return undefined
  const { value, ...which } = cap
  return told({ op: 'most', of: [whole.at], ...which, by: value, fen: Math.min(fen(value), whole.fen) }, input)
}

/** Works an amount out: fen, undefined while something is missing that it depends on. */
export const amountOf = (
  rule: AmountRule, known: Known, figures: PolicyParameters, trace: AmountTrace = {},
): number | undefined => work(rule, { known, figures, trace })?.fen
