import fc from 'fast-check'
import { expect, test } from 'vitest'
import { publishReceiving, type Counted, type CountedPlace, type Published } from '@yima/shared/statistics/receiving'
import { runs } from '../fixtures/runs.ts'

/** A county, its townships, their villages, one of them alone in its township: small enough to try everything. */
const places: CountedPlace[] = [
  { code: 'c', parent: null },
  { code: 't1', parent: 'c' },
  { code: 't2', parent: 'c' },
  { code: 'v1', parent: 't1' },
  { code: 'v2', parent: 't1' },
  { code: 'v3', parent: 't1' },
  { code: 'v4', parent: 't2' },
]
const villages = ['v1', 'v2', 'v3', 'v4']
const programmes = ['a', 'b']
const least = 3

const counts = fc
  .array(fc.oneof(fc.nat(3), fc.nat(9)), { minLength: 8, maxLength: 8 })
  .map((all) => all.map((count, at): Counted => ({ place: villages[at % 4] ?? '', programme: programmes[Math.floor(at / 4)] ?? '', count })))

/** The same sums over other numbers. */
function sumsOf(counted: readonly Counted[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { place, programme, count } of counted)
    for (const of of [place, places.find(({ code }) => code === place)?.parent ?? '', 'c'])
      for (const column of [programme, '']) sums.set(`${of} ${column}`, (sums.get(`${of} ${column}`) ?? 0) + count)
  return sums
}

/**
 * Whether a number could be another with all that is published unchanged, found by trying: villages' numbers are moved one
 * up or down, or left, in every way. (Where another solution exists at all, one such step leads towards it.)
 */
function couldBeAnother(counted: readonly Counted[], published: readonly Published[], key: string): boolean {
  const shown = published.filter(({ count }) => count !== null).map(({ place, programme, count }) => [`${place} ${programme ?? ''}`, count] as const)
  const now = sumsOf(counted).get(key) ?? 0
  const tryFrom = (at: number, tried: Counted[]): boolean => {
    if (at === counted.length) {
      const sums = sumsOf(tried)
      return (sums.get(key) ?? 0) !== now && shown.every(([name, count]) => (sums.get(name) ?? 0) === count)
    }
    const one = counted[at] as Counted
    const isShown = shown.some(([name]) => name === `${one.place} ${one.programme}`)
    return (isShown ? [0] : [0, 1, -1])
      .filter((step) => one.count + step >= 0)
      .some((step) => tryFrom(at + 1, [...tried, { ...one, count: one.count + step }]))
  }
  return tryFrom(0, [])
}

test('a number below the least is never published, and none of them can be worked out from the rest', () => {
  fc.assert(
    fc.property(counts, (all) => {
      const counted = all.filter(({ programme }) => all.reduce((sum, one) => sum + (one.programme === programme ? one.count : 0), 0) >= least)
      const published = publishReceiving(places, all, least)
      const truth = sumsOf(counted)
      // Where hardly anybody receives anything no number stands, and there is nothing to work out from.
      if (counted.length === 0) {
        expect(published.every(({ count }) => count === null)).toBe(true)
        return
      }
      for (const { place, programme, count } of published) {
        const key = `${place} ${programme ?? ''}`
        if (count !== null) {
          expect(count).toBe(truth.get(key) ?? 0)
          expect(count).toBeGreaterThanOrEqual(least)
        } else if ((truth.get(key) ?? 0) < least) expect(couldBeAnother(counted, published, key)).toBe(true)
      }
    }),
    { numRuns: runs(60) },
  )
})

test('of a programme that hardly anybody has nothing is said, not even that it is there', () => {
  const some = villages.map((place) => ({ place, programme: 'a', count: 20 }))
  expect(publishReceiving(places, [...some, { place: 'v2', programme: 'rare', count: 9 }])).toEqual(publishReceiving(places, some))
})

test('what nobody needs to be protected from is published', () => {
  const counted = villages.flatMap((place) => programmes.map((programme) => ({ place, programme, count: 20 })))
  expect(publishReceiving(places, counted).every(({ count }) => count !== null)).toBe(true)
})

test('one small number takes no more with it than one in its row, one in its column and the one where they meet', () => {
  const counted = villages.flatMap((place) => programmes.map((programme) => ({ place, programme, count: place === 'v1' && programme === 'a' ? 2 : 20 })))
  const hidden = publishReceiving(places, counted).filter(({ count }) => count === null)
  expect(hidden).toHaveLength(4)
})

test('a county of two hundred villages and twenty programmes is worked out', () => {
  const towns = Array.from({ length: 12 }, (_, at) => ({ code: `t${at}`, parent: 'c' }))
  const many = Array.from({ length: 200 }, (_, at) => ({ code: `v${at}`, parent: `t${at % 12}` }))
  const counted = many.flatMap(({ code }, at) =>
    Array.from({ length: 20 }, (_, programme) => ({ place: code, programme: `p${programme}`, count: (at * 7 + programme * 13) % 31 })))
  const published = publishReceiving([{ code: 'c', parent: null }, ...towns, ...many], counted)
  expect(published.filter(({ count }) => count !== null).length).toBeGreaterThan(published.length / 3)
  expect(published.find(({ place, programme }) => place === 'c' && programme === null)?.count).toBe(counted.reduce((sum, { count }) => sum + count, 0))
})
