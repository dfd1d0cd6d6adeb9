import { describe, expect, it } from 'vitest'
import { Problem } from '@yima/shared/problem'
import {
  findParameter,
  parametersFor,
  regionParameters,
  withOverrides,
} from '@yima/shared/policy/parameters/parameters-for'
import { findPeriod, findPeriodFaults } from '@yima/shared/policy/parameters/period'
import type { Period, RegionParameters } from '@yima/shared/policy/parameters/period'
import { parameterKeys } from '@yima/shared/policy/parameters/shape'
import { figures } from './people.ts'

const wage = (from: string, value: number, until?: string): Period<'minWage'> => ({
  from,
  value,
  source: { confidence: 'I' },
  ...(until === undefined ? {} : { until }),
})
const place = (...minWage: Period<'minWage'>[]): RegionParameters => ({
  region: '990101',
  name: 'x',
  periods: { minWage },
})

describe('the figures of every place', () => {
  it.each(regionParameters)('have neither gap nor overlap in $name', (figuresOfPlace) => {
    expect(findPeriodFaults(figuresOfPlace)).toEqual([])
  })

  it('are complete for the demo county', () => {
    for (const key of parameterKeys) expect(figures[key], key).toBeDefined()
  })

  it('keep the standards in the proportions of the law', () => {
    expect(figures.dibaoStandard.urban).toBeGreaterThanOrEqual(0.4 * figures.minWage)
    expect(figures.dibaoStandard.rural).toBeGreaterThanOrEqual(0.6 * figures.dibaoStandard.urban)
    expect(figures.tekunBasic.urban).toBeGreaterThanOrEqual(1.3 * figures.dibaoStandard.urban)
    expect(figures.tekunBasic.rural).toBeGreaterThanOrEqual(1.3 * figures.dibaoStandard.rural)
  })
})

describe('a raise', () => {
  const raised = [wage('2026-01-01', 1900, '2026-07-01'), wage('2026-07-01', 2000)]

  it('holds from its day on, and the old figure until the day before', () => {
    expect(findPeriod(raised, '2026-06-30')?.value).toBe(1900)
    expect(findPeriod(raised, '2026-07-01')?.value).toBe(2000)
    expect(findPeriod(raised, '2025-12-31')).toBeUndefined()
  })

  it('that overwrites a day, leaves one out or ends without successor is found', () => {
    expect(findPeriodFaults(place(...raised))).toEqual([])
    expect(findPeriodFaults(place(wage('2026-01-01', 1, '2026-07-02'), wage('2026-07-01', 2)))).toMatchObject(
      [{ kind: 'overlap' }],
    )
    expect(findPeriodFaults(place(wage('2026-01-01', 1), wage('2026-07-01', 2)))).toMatchObject([
      { kind: 'overlap' },
    ])
    expect(findPeriodFaults(place(wage('2026-01-01', 1, '2026-06-30'), wage('2026-07-01', 2)))).toMatchObject(
      [{ kind: 'gap' }],
    )
    expect(findPeriodFaults(place(wage('2026-01-01', 1, '2026-07-01')))).toMatchObject([
      { kind: 'closed-end' },
    ])
  })
})

describe('a village', () => {
  it('lives under the figures of the nearest place above that sets them', () => {
    const nation = { ...place(wage('2020-01-01', 1000)), region: '' }
    const county = place(wage('2026-01-01', 2000))
    const places = [nation, county]
    expect(findParameter('minWage', '990101103201', '2026-05-01', places)?.period.value).toBe(2000)
    expect(findParameter('minWage', '990102103201', '2026-05-01', places)?.period.value).toBe(1000)
    expect(parametersFor('990101103201', '2026-05-01')).toBe(parametersFor('990101', '2026-11-21'))
  })

  it('for which no figures are known is told so, by field and code', () => {
    const refused = (run: () => unknown): unknown => {
      try {
        return run()
      } catch (error) {
        return error instanceof Problem ? error.errors : error
      }
    }
    expect(refused(() => parametersFor('110101', '2026-05-01'))).toEqual([
      { field: 'regionCode', code: 'no-figures-there' },
    ])
    expect(refused(() => parametersFor('990101', '1999-05-01'))).toEqual([
      { field: 'date', code: 'no-figures-then' },
    ])
  })
})

describe('a what-if', () => {
  it('replaces a figure, or a part of one, and leaves those in force alone', () => {
    const changed = withOverrides(figures, { edgeMultiplier: 2, dibaoStandard: { urban: 900 } })
    expect(changed.edgeMultiplier).toBe(2)
    expect(changed.dibaoStandard).toEqual({ urban: 900, rural: 640 })
    expect(figures.dibaoStandard).toEqual({ urban: 800, rural: 640 })
    expect(withOverrides(figures, { tempMonths: [2, 3] }).tempMonths).toEqual([2, 3])
  })
})
