import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isConflict, merge, seenAt, type Seen } from '@yima/shared/visit/merge'
import { runs } from '../fixtures/runs.ts'

const answer = fc.record({
  item: fc.constantFrom('fact:householdSize', 'fact:vehicleCount', 'living:walls', 'care:m1'),
  value: fc.oneof(fc.constant(null), fc.boolean(), fc.nat({ max: 3 }), fc.subarray(['eat', 'walk'])),
  note: fc.constantFrom('', '屋后还有一间'),
  photos: fc.subarray(['p1', 'p2', 'p3']),
})
const visit = fc
  .record({ id: fc.constantFrom('a', 'b', 'c'), answers: fc.uniqueArray(answer, { selector: ({ item }) => item }) })
  .map(({ id, answers }) => seenAt(id, `officer ${id}`, answers))
const plain = (seen: Seen) => [...seen].sort(([one], [other]) => (one < other ? -1 : 1))

describe('two phones that were at one home', () => {
  it('come to the same record whichever of them is heard first, and however often', () => {
    fc.assert(
      fc.property(visit, visit, visit, (one, other, third) => {
        expect(plain(merge(one, other))).toEqual(plain(merge(other, one)))
        expect(plain(merge(merge(one, other), third))).toEqual(plain(merge(one, merge(other, third))))
        const both = merge(one, other)
        expect(plain(merge(both, one))).toEqual(plain(both))
      }),
      { numRuns: runs(300) },
    )
  })

  it('lose nothing of what either of them saw, photographed or noted', () => {
    fc.assert(
      fc.property(visit, visit, (one, other) => {
        const both = merge(one, other)
        for (const seen of [one, other])
          for (const [item, { words, photos }] of seen) {
            expect(both.get(item)?.words).toEqual(expect.arrayContaining([...words]))
            expect(both.get(item)?.photos).toEqual(expect.arrayContaining([...photos]))
          }
      }),
      { numRuns: runs(300) },
    )
  })

  it('contradict each other only where both looked and saw something else', () => {
    const at = (by: string, value: number | null) => seenAt(by, by, [{ item: 'fact:vehicleCount', value, photos: [] }])
    const of = (one: number | null, other: number | null) => isConflict(merge(at('a', one), at('b', other)).get('fact:vehicleCount') as never)
    expect([of(1, 0), of(1, 1), of(1, null), of(null, null)]).toEqual([true, false, false, false])
  })
})
