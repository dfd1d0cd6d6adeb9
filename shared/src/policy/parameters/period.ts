import type { Source } from '../source.ts'
import { parameterKeys } from './shape.ts'
import type { ParameterKey, ParameterValue } from './shape.ts'

/**
 * A figure from a day on, until the day before `until` (open end: until further notice). A raise is
 * a new period beside the old one, never an overwrite: a decision of last year must stay checkable.
 */
export type Period<K extends ParameterKey = ParameterKey> = {
  from: string
  until?: string
  value: ParameterValue<K>
  source: Source
}

/** What one place sets, by its significant code digits: `''` the nation, `'990101'` a county. */
export type RegionParameters = {
  region: string
  name: string
  periods: { readonly [K in ParameterKey]?: readonly Period<K>[] }
}

/** Two rules for one day, or none: either would decide somebody's money by accident. */
export type PeriodFault = {
  region: string
  key: ParameterKey
  kind: 'gap' | 'overlap' | 'closed-end'
  at: string
}

/** Gaps, overlaps and ends without a successor in what a place sets; periods may come in any order. */
export function findPeriodFaults({ region, periods }: RegionParameters): PeriodFault[] {
  return parameterKeys.flatMap((key) => {
    const sorted = [...(periods[key] ?? [])].sort((one, other) => (one.from < other.from ? -1 : 1))
    return sorted.flatMap((period, at): PeriodFault[] => {
      const next = sorted[at + 1]
      if (next === undefined) {
        return period.until === undefined ? [] : [{ region, key, kind: 'closed-end', at: period.until }]
      }
      if (period.until === undefined || period.until > next.from) {
        return [{ region, key, kind: 'overlap', at: next.from }]
      }
      return period.until < next.from ? [{ region, key, kind: 'gap', at: period.until }] : []
    })
  })
}

/** The period in force on a day. */
export const findPeriod = <K extends ParameterKey>(
  periods: readonly Period<K>[] | undefined,
  date: string,
): Period<K> | undefined =>
  periods?.find(({ from, until }) => from <= date && (until === undefined || date < until))
