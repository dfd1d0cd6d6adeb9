import fc from 'fast-check'
import { expect, test } from 'vitest'
import { complaintKinds } from '@yima/shared/complaint/category'
import { complaintResults, hideInParts, publishComplaints, quartersShown, type ClosedComplaints } from '@yima/shared/complaint/figures'
import { fewest } from '@yima/shared/statistics/hide-small-counts'
import { runs } from '../fixtures/runs.ts'

const least = 3
const parts = fc.array(fc.oneof(fc.nat(3), fc.nat(9)), { minLength: 2, maxLength: 5 })
const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)

/** Every way in which so many could lie in so many parts. */
function* waysOf(sum: number, count: number): Generator<number[]> {
  if (count === 1) yield [sum]
  else for (let first = 0; first <= sum; first += 1) for (const rest of waysOf(sum - first, count - 1)) yield [first, ...rest]
}

/** All tables that would be published just so, for somebody who knows the whole and how it is hidden. */
function couldBe(published: readonly (number | null)[], total: number): number[][] {
  const hidden = published.flatMap((count, at) => (count === null ? [at] : []))
  const rest = total - sumOf(published.map((count) => count ?? 0))
  return [...waysOf(rest, hidden.length)]
    .map((way) => published.map((count, at) => count ?? way[hidden.indexOf(at)] ?? 0))
    .filter((table) => JSON.stringify(hideInParts(table, least)) === JSON.stringify(published))
}

test('whoever subtracts what is published from the whole, and knows how it was hidden, finds out no small number', () => {
  fc.assert(
    fc.property(parts, (counts) => {
      const total = sumOf(counts)
      fc.pre(total >= least)
      const published = hideInParts(counts, least)
      counts.forEach((count, at) => {
        if (published[at] !== null) expect(published[at]).toBe(count)
        if (count >= least) return
        expect(published[at]).toBeNull()
        expect(new Set(couldBe(published, total).map((table) => table[at])).size).toBeGreaterThan(1)
      })
    }),
    { numRuns: runs(300) },
  )
})

test('what is hidden of a whole never comes to a small number together', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { minLength: 2, maxLength: 6 }), (counts) => {
      const published = hideInParts(counts)
      const together = sumOf(counts) - sumOf(published.map((count) => count ?? 0))
      if (published.includes(null) && sumOf(counts) >= fewest) expect(together).toBeGreaterThanOrEqual(fewest)
    }),
    { numRuns: runs(300) },
  )
})

const closed = fc.array(
  fc.record({ quarter: fc.constantFrom('2026-Q1', '2026-Q2'), kind: fc.constantFrom(...complaintKinds), result: fc.constantFrom(...complaintResults), count: fc.nat(30) }),
  { maxLength: 12 },
)

test('nothing below ten is published of complaints, and of a quarter with fewer nothing at all', () => {
  fc.assert(
    fc.property(closed, (all: ClosedComplaints[]) => {
      for (const { quarter, total, byKind, byResult } of publishComplaints(['2026-Q1', '2026-Q2'], all)) {
        const truth = sumOf(all.filter((one) => one.quarter === quarter).map(({ count }) => count))
        expect(total).toBe(truth < fewest ? null : truth)
        for (const { count } of [...byKind, ...byResult]) {
          if (count !== null) expect(count).toBeGreaterThanOrEqual(fewest)
          if (total === null) expect(count).toBeNull()
        }
      }
    }),
    { numRuns: runs(200) },
  )
})

test('one complaint more among few changes nothing that anybody sees', () => {
  const few: ClosedComplaints[] = [{ quarter: '2026-Q1', kind: 'misconduct', result: 'upheld', count: 8 }]
  const one: ClosedComplaints = { quarter: '2026-Q1', kind: 'service', result: 'not', count: 1 }
  expect(publishComplaints(['2026-Q1'], [...few, one])).toEqual(publishComplaints(['2026-Q1'], []))
})

test('a quarter is shown when the next one is over, never sooner', () => {
  expect(quartersShown('2026-06-30')).toEqual(['2025-Q4', '2025-Q3', '2025-Q2', '2025-Q1'])
  expect(quartersShown('2026-07-01')[0]).toBe('2026-Q1')
  expect(quartersShown('2026-01-01')[0]).toBe('2025-Q3')
})
