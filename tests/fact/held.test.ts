import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FactKey, FactValue } from '@yima/shared/fact/dictionary'
import { settle, type FactChoice, type HeldFact } from '@yima/shared/fact/held'
import { anyHeldFacts, held } from './held.ts'
import { runs } from '../fixtures/runs.ts'

const value = (facts: readonly HeldFact[], choices: readonly FactChoice[] = []): unknown =>
  settle(facts, choices).household.vehicleCount
const cars = (count: number, more: Partial<HeldFact> = {}) => held({ key: 'vehicleCount', value: count, ...more })
const decided = (holds: HeldFact, over: readonly HeldFact[]): FactChoice => ({
  key: holds.key, member: holds.member, holds: holds.id, over: over.map(({ id }) => id),
  reason: '行驶证已过户', by: 'clerk', at: '2026-03-05T09:00:00Z',
})

describe('what holds of a family', () => {
  it('is what it said, as long as nobody says otherwise', () => {
    expect(value([cars(0)])).toBe(0)
    expect(settle([cars(0), cars(0, { source: 'department', from: 'vehicles' })], []).of[0]?.facts.map(({ source }) => source))
      .toEqual(['department', 'declared'])
  })

  it('is open where two say different things, until somebody decides with a reason', () => {
    const [said, found] = [cars(0), cars(1, { source: 'department', from: 'vehicles' })]
    expect(value([said, found])).toBeUndefined()
    expect(settle([said, found], []).conflicts).toMatchObject([{ key: 'vehicleCount', facts: [found, said] }])
    expect(value([said, found], [decided(said, [said, found])])).toBe(0)
    expect(value([said, found], [decided(found, [said, found])])).toBe(1)
  })

  it('is open again when something new differs from what was decided, and stays decided when it agrees', () => {
    const [said, found] = [cars(0), cars(1, { source: 'department', from: 'vehicles' })]
    const choices = [decided(said, [said, found])]
    expect(value([said, found, cars(2, { source: 'visit', from: 'clerk' })], choices)).toBeUndefined()
    expect(value([said, found, cars(0, { source: 'visit', from: 'clerk' })], choices)).toBe(0)
  })

  it('takes the last word of each: what was stated corrects what was read, a later answer an earlier one', () => {
    expect(value([cars(2, { source: 'read', asOf: '2026-03-09' }), cars(0)])).toBe(0)
    expect(value([cars(2, { source: 'read' }), held({ key: 'vehicleCount', value: 'unknown' })])).toBeUndefined()
    const bank = { source: 'department', from: 'vehicles' } as const
    expect(value([cars(1, { ...bank, asOf: '2026-01-09' }), cars(0, { ...bank, asOf: '2026-03-09' })])).toBe(0)
  })

  it('holds nothing of what was asked under a consent that was withdrawn', () => {
    const found = cars(1, { source: 'department', from: 'vehicles', consent: 'c1', fenced: true })
    expect(value([cars(0), found])).toBe(0)
    expect(value([found])).toBeUndefined()
    // Nor does a decision that let it hold.
    expect(value([cars(0), found], [decided(found, [cars(0), found])])).toBe(0)
  })

  it('is the same in whatever order it came to the desk', () => {
    fc.assert(
      fc.property(anyHeldFacts, fc.infiniteStream(fc.nat()), (facts, random) => {
        const shuffled = [...facts].map((fact) => ({ fact, at: random.next().value as number }))
          .sort((one, other) => one.at - other.at).map(({ fact }) => fact)
        expect(settle(shuffled, [])).toEqual(settle(facts, []))
      }),
      { numRuns: runs(60) },
    )
  })

  it('never has a value that nobody said, nor one of a fenced fact, nor one of two that differ', () => {
    const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
    fc.assert(
      fc.property(anyHeldFacts, (facts) => {
        const settled = settle(facts, [])
        const live = facts.filter(({ fenced }) => !fenced)
        expect(settled).toEqual(settle(live, []))
        const values = [null, ...settled.members.map(({ id }) => id)].flatMap((member) => {
          const bag = member === null ? settled.household : settled.members.find(({ id }) => id === member)
          return Object.entries(bag ?? {}).filter(([key]) => key !== 'id')
            .map(([key, said]) => ({ key: key as FactKey, member, said: said as FactValue }))
        })
        for (const { key, member, said } of values) {
          const others = live.filter((fact) => fact.key === key && fact.member === member)
          expect(others.some((fact) => same(fact.value, said))).toBe(true)
          const voices = live.filter((fact) => fact.key === key && fact.member === member && fact.source === 'document')
          const once = voices.filter(({ from }) => voices.filter((fact) => fact.from === from).length === 1)
          for (const fact of once) expect(fact.value === 'unknown' || same(fact.value, said)).toBe(true)
          expect(settled.conflicts.some((one) => one.key === key && one.member === member)).toBe(false)
        }
        expect(settled.of).toHaveLength(values.length)
      }),
      { numRuns: runs(100) },
    )
  })
})
