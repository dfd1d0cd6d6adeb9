import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findCountyOf, findTownOf, levelOf, regionsAbove, within } from '@yima/shared/region/code'

const part = (size: number) => fc.nat(10 ** size - 1).map((value) => String(value).padStart(size, '0'))
const anyCode = fc.tuple(fc.integer({ min: 10, max: 99 }), part(2), part(2), part(3), part(3), fc.nat(4))
  .map(([province, city, county, town, village, keep]) => {
    const parts = [String(province), city, county, town, village].slice(0, keep + 1)
    return parts.join('').padEnd(12, '0')
  })

describe('a region code', () => {
  it.each([
    ['990000000000', 'province'],
    ['990100000000', 'city'],
    ['990101000000', 'county'],
    ['990101001000', 'town'],
    ['990101001001', 'village'],
    ['500153000000', 'county'],
    ['441900003000', 'town'],
  ])('%s speaks of a %s', (code, level) => {
    expect(levelOf(code)).toBe(level)
  })

  it('names what can stand above it, nearest first', () => {
    expect(regionsAbove('990101001001')).toEqual([
      '990101001000', '990101000000', '990100000000', '990000000000',
    ])
    expect(regionsAbove('990000000000')).toEqual([])
  })

  it('leaves out a level that a place does not have: a town directly under its city', () => {
    expect(regionsAbove('441900003000')).toEqual(['441900000000', '440000000000'])
    expect(findCountyOf('441900003000')).toBeUndefined()
  })

  it('finds the town and the county around a village', () => {
    expect(findTownOf('990101001001')).toBe('990101001000')
    expect(findCountyOf('990101001001')).toBe('990101000000')
    expect(findTownOf('990101000000')).toBeUndefined()
  })
})

describe('a jurisdiction', () => {
  it('holds every place below it and itself', () => {
    fc.assert(fc.property(anyCode, (code) => {
      for (const above of [code, ...regionsAbove(code)]) expect(within(code, above)).toBe(true)
    }))
  })

  it('does not hold what stands above it, nor its neighbours', () => {
    expect(within('990101000000', '990101001000')).toBe(false)
    expect(within('990101002001', '990101001000')).toBe(false)
    expect(within('990102000000', '990101000000')).toBe(false)
  })

  const malformed = ['', '0', '99', '000000000000', '99010100100x']
  it.each(malformed)('is nothing at all when the code is %j', (broken) => {
    expect(within('990101001001', broken)).toBe(false)
    expect(within(broken, '990000000000')).toBe(false)
  })
})
