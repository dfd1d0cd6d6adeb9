import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { mostMembers } from '@yima/shared/fact/limits'
import { factsIn, rulesOf } from '@yima/shared/decision/rules'
import { programmeIds } from '@yima/shared/policy/programme-ids'
import { programmes } from '@yima/shared/policy/programmes/index'
import { checklistOf, tagsOf } from '@yima/shared/visit/checklist'
import { isAnswer, itemName, readItem } from '@yima/shared/visit/item'
import { visitRecord } from '@yima/shared/visit/contract'
import { findingFor } from '@yima/shared/visit/finding'
import { mostItems } from '@yima/shared/visit/limits'
import { careActs, careOf, livingNames } from '@yima/shared/visit/ways'
import { runs } from '../fixtures/runs.ts'

const member = fc.record(
  { id: fc.constantFrom('m1', 'm2', 'm3'), age: fc.nat({ max: 100 }), hasDisabilityCert: fc.boolean() },
  { requiredKeys: ['id'] },
)
const family = fc.record({
  household: fc.record({ householdSize: fc.integer({ min: 1, max: 6 }) }, { requiredKeys: [] }),
  members: fc.uniqueArray(member, { selector: ({ id }) => id, maxLength: 3 }),
  words: fc.constant(new Map()),
})
const nothing = { household: {}, members: [], words: new Map() }

describe('the checklist of a visit', () => {
  it('asks nothing that no claim needs, and nothing twice', () => {
    fc.assert(
      fc.property(fc.subarray([...programmeIds]), family, (claims, known) => {
        const needed = new Set(claims.flatMap((id) => [...factsIn(rulesOf(id))]))
        const items = checklistOf(claims, known)
        expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
        for (const { id, about, lines } of items) {
          expect(readItem(id)).toEqual(about)
          expect(lines.length).toBeGreaterThan(0)
          expect(lines.every((line) => claims.includes(line.programme) && line.article !== '')).toBe(true)
          if (about.kind === 'fact') expect(needed.has(about.key)).toBe(true)
          if (about.kind === 'care') expect(needed.has('selfCareFailures')).toBe(true)
        }
      }),
      { numRuns: runs(200) },
    )
  })

  it('is about twenty things for an old woman alone who asks for dibao and support in extreme difficulty', () => {
    const items = checklistOf(['dibao', 'tekun'], { household: { householdSize: 1 }, members: [{ id: 'm1', age: 78 }], words: new Map() })
    expect(items.length).toBeGreaterThanOrEqual(15)
    expect(items.length).toBeLessThanOrEqual(25)
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(['fact:householdSize', 'fact:vehicleCount', 'care:m1', 'living:neighbours']))
    expect(items.find(({ id }) => id === 'fact:vehicleCount')?.lines[0]).toEqual({ programme: 'dibao', article: '《社会救助暂行办法》第9条' })
  })

  it('of the largest household that asks for everything may be answered whole', () => {
    const id = '6f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b'
    for (const ages of [[], [40], [9, 40, 78]]) {
      const members = Array.from({ length: mostMembers + 5 }, (_, at) => ({ id: `m${at}`, ...(ages.length > 0 ? { age: ages[at % ages.length] as number } : {}) }))
      const items = checklistOf([...programmeIds], { household: {}, members, words: new Map() })
      expect(items.length).toBeGreaterThan(120)
      expect(items.length).toBeLessThanOrEqual(mostItems)
      const at = '2026-03-02T01:00:00.000Z'
      const record = {
        ...{ id, startedAt: at, endedAt: at, companions: [id], findings: [], summary: '和说的一样', investigator: id },
        answers: items.map(({ id: item }) => ({ item, value: null, photos: [] })), person: { how: 'refused', why: '不肯签' },
      }
      expect(v.safeParse(visitRecord, record).success).toBe(true)
    }
  })

  it('asks nobody at the door what stands with banks, and no child for its wages', () => {
    const items = checklistOf([...programmeIds], { household: {}, members: [{ id: 'm1', age: 40 }, { id: 'm2', age: 9 }], words: new Map() })
    const names = items.map(({ id }) => id)
    expect(names.some((id) => id.includes('financialAssets') || id.includes('hasEnterprise'))).toBe(false)
    expect(names).toContain('fact:personMonthlyIncome:m1')
    expect(names).not.toContain('fact:personMonthlyIncome:m2')
    expect(names).toContain('fact:fatherStatus:m2')
    expect(names).not.toContain('fact:fatherStatus:m1')
  })

  it('brings what a family said before, and asks about the house wherever its grade decides', () => {
    const words = new Map([['fact:houseGrade', [{ value: 'D', source: 'declared' as const, asOf: '2026-03-01' }]]])
    const items = checklistOf(['rural-housing'], { ...nothing, words })
    expect(items.find(({ id }) => id === 'fact:houseGrade')).toMatchObject({ way: 'paper', known: [{ value: 'D' }] })
    expect(items.map(({ id }) => id)).toContain('living:signs')
    expect(programmes['rural-housing'].process.visit).toBe('always')
  })

  it('says of a household only what is known: who is old and alone, disabled, ill, a child', () => {
    expect(tagsOf(nothing)).toEqual([])
    expect(tagsOf({ household: { householdSize: 1 }, members: [{ id: 'm1', age: 78, hasDisabilityCert: true }] })).toEqual(['elder-alone', 'disabled'])
    expect(tagsOf({ household: { householdSize: 2 }, members: [{ id: 'm1', age: 60, severeIllness: true }, { id: 'm2', age: 8 }] })).toEqual(['illness', 'child'])
  })
})

describe('an answer', () => {
  it('fits its item, or could not be seen', () => {
    const takes = (item: string, value: unknown) => { const about = readItem(item); return about !== undefined && isAnswer(about, value) }
    expect(takes('fact:householdSize', 2)).toBe(true)
    expect(takes('fact:householdSize', 'two')).toBe(false)
    expect(takes('fact:householdSize:m1', 2)).toBe(false)
    expect(takes('fact:financialAssets', 2)).toBe(false)
    expect(takes('care:m1', ['eat', 'walk'])).toBe(true)
    expect(takes('care:m1', ['eat', 'eat'])).toBe(false)
    expect(takes('living:signs', ['cracks'])).toBe(true)
    expect(takes('living:walls', 'mud')).toBe(false)
    expect([...livingNames.map((living) => itemName({ kind: 'living', living })), 'fact:age:m1'].every((item) => takes(item, null))).toBe(true)
  })

  it('makes six acts one level, with its reason', () => {
    fc.assert(
      fc.property(fc.subarray([...careActs]), (failed) => {
        const { level, failures, because } = careOf(failed)
        expect(failures).toBe(failed.length)
        expect(because).toEqual(failed)
        expect(level).toBe(failed.length === 0 ? 'able' : failed.length < 4 ? 'partial' : 'total')
      }),
      { numRuns: runs(64) },
    )
  })

  it('that is other than what was said makes the claim that asks it differ, and no other', () => {
    const words = new Map([['fact:vehicleCount', [{ value: 0, source: 'declared' as const, asOf: '2026-03-01' }]]])
    const items = checklistOf(['dibao', 'elderly'], { household: {}, members: [{ id: 'm1', age: 82 }], words })
    const answers = (value: number | null) => new Map([['fact:vehicleCount', { value }]])
    expect(findingFor('dibao', items, answers(0))).toBe('fits')
    expect(findingFor('dibao', items, answers(1))).toBe('differs')
    expect(findingFor('elderly', items, answers(1))).toBe('fits')
    expect(findingFor('dibao', items, answers(null))).toBe('doubtful')
    expect(findingFor('dibao', items, new Map([['living:neighbours', { value: 'otherwise' }]]))).toBe('doubtful')
  })
})
