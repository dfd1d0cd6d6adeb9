import { factSpec, isHouseholdFact } from '../fact/dictionary.ts'
import type { FactKey } from '../fact/dictionary.ts'
import type { Condition } from './condition.ts'
import { leaf, wordsOf, type Words } from './leaf.ts'
import { limits } from './limits.ts'
import type { LimitName } from './limits.ts'
import { factsBehind, isDerived } from './measures.ts'
import type { MeasureKind, MeasureName } from './measures.ts'
import { factsUnder, type Node } from './node.ts'
import type { PolicyParameters } from './parameters/shape.ts'
import { homeAt, partsOf, type Level, type Sheet } from './sheet.ts'
import type { Because } from './verdict.ts'

type Operator = 'lt' | 'le' | 'gt' | 'ge'
/** A limit as it stands for people whose home class is unknown, urban or rural: its least and greatest. */
type Bounds = { least: number[], most: number[], under: number, fixed: boolean }

export const kindOf = (name: MeasureName): MeasureKind =>
  name === 'rigidRatio' ? 'ratio' : isDerived(name) || factSpec(name).type === 'number' ? 'hundredths' : 'whole'

function boundsOf(limit: number | LimitName, kind: MeasureKind, figures: PolicyParameters): Bounds {
  if (typeof limit === 'number') {
    const over = kind === 'hundredths' ? limit * 100 : limit
    return { least: [over, over, over], most: [over, over, over], under: 1, fixed: true }
  }
  const { over: urban, under } = limits[limit].of(figures, 'urban')
  const { over: rural } = limits[limit].of(figures, 'rural')
  const [low, high] = [Math.min(urban, rural), Math.max(urban, rural)]
  return { least: [low, urban, rural], most: [high, urban, rural], under, fixed: urban === rural }
}

/** What a quotient looks like to a reader: yuan, years, or a ratio of at most four decimals. */
function shown(over: number, under: number, kind: MeasureKind): number | undefined {
  const quotient = over / under
  if (!Number.isFinite(quotient)) return undefined
  if (kind === 'whole') return quotient
  return kind === 'hundredths' ? Math.round(quotient) / 100 : Math.round(quotient * 10_000) / 10_000
}

/**
 * Whether `value` (over `under` parts) stands below, at or above the limit. With the home class
 * unknown, yes and no need both lines to agree. Products of whole numbers: nothing is rounded.
 */
const compare: Record<Operator, (value: number, least: number, most: number) => Level> = {
  lt: (value, least, most) => value < least ? 2 : value >= most ? 0 : 1,
  le: (value, least, most) => value <= least ? 2 : value > most ? 0 : 1,
  gt: (value, least, most) => value > most ? 2 : value <= least ? 0 : 1,
  ge: (value, least, most) => value >= most ? 2 : value < least ? 0 : 1,
}

/** The parts of a comparison; undefined for any other condition. */
export function comparisonOf(condition: Condition): [Operator, MeasureName, number | LimitName, Words] | undefined {
  if ('lt' in condition) return ['lt', ...condition.lt, wordsOf(condition)]
  if ('le' in condition) return ['le', ...condition.le, wordsOf(condition)]
  if ('gt' in condition) return ['gt', ...condition.gt, wordsOf(condition)]
  return 'ge' in condition ? ['ge', ...condition.ge, wordsOf(condition)] : undefined
}

/** `lt`, `le`, `gt`, `ge`: a measure against a figure. */
export function comparisonNode(sheet: Sheet, condition: Condition, figures: PolicyParameters): Node | undefined {
  const comparison = comparisonOf(condition)
  if (comparison === undefined) return undefined
  const [operator, measure, limit, words] = comparison
  const holds = compare[operator]
  const kind = kindOf(measure)
  const { least, most, under, fixed } = boundsOf(limit, kind, figures)
  const { over: overAt, under: underAt } = partsOf(measure)
  const { numbers } = sheet
  const facts: readonly FactKey[] = [...(fixed ? [] : ['hukouClass'] as const), ...factsBehind(measure)]
  const decide = (): Level => {
    const parts = numbers[underAt] as number
    const home = numbers[homeAt] as number
    return holds((numbers[overAt] as number) * under, (least[home] as number) * parts, (most[home] as number) * parts)
  }
  // With the home class unknown a yes or no holds against both lines: the nearer one is shown.
  const below = operator === 'lt' || operator === 'le'
  const shownLimit = (level: Level, low: number, high: number): number | undefined =>
    low !== high && level === 1 ? undefined : shown((level === 2) === below ? low : high, under, kind)
  const because = (): Because => {
    const home = numbers[homeAt] as number
    const level = decide()
    const value = shown(numbers[overAt] as number, numbers[underAt] as number, kind)
    return leaf(level, words, measure, value, shownLimit(level, least[home] as number, most[home] as number))
  }
  return {
    household: factsBehind(measure).every(isHouseholdFact),
    decide,
    because: kind === 'whole' && fixed ? keptByNumber(numbers, overAt, because) : because,
    progress: () => decide() === 2 ? 1 : 0,
    ...factsUnder(sheet, facts, isHouseholdFact),
  }
}

/** Ages and counts are few: the reason for each is made once and shared. */
function keptByNumber(numbers: Float64Array, at: number, make: () => Because): () => Because {
  const kept: Because[] = []
  const unknown = { made: undefined as Because | undefined }
  return () => {
    const number = numbers[at] as number
    if (number !== number) return unknown.made ??= make()
    return number >= 0 && number < 256 ? kept[number] ??= make() : make()
  }
}
