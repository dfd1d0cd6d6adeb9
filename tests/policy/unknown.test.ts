import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideAll, match } from '@yima/shared/policy/match'
import { figures, family, person, verdictOf } from './people.ts'
import { anyHousehold, anyMembers, someOf, withDefault } from './any-household.ts'

const keep = fc.array(fc.boolean(), { minLength: 7, maxLength: 30 })

describe('what nobody has said', () => {
  it('is never a no and never a yes: knowing more turns unknown into an answer, never one answer into another', () => {
    fc.assert(
      fc.property(anyHousehold, anyMembers, keep, keep, (household, members, some, others) => {
        const known = decideAll({ household, members, parameters: figures })
        const fewer = decideAll({
          household: someOf(household, some, withDefault),
          members: members.map((member) => someOf(member, others, ['id', ...withDefault])),
          parameters: figures,
        })
        fewer.forEach((decision, at) => {
          if (decision.verdict !== 'unknown') expect(known[at]).toEqual(decision)
        })
      }),
      { numRuns: fc.readConfigureGlobal()?.numRuns ?? 100 },
    )
  })

  it('is listed as missing wherever an answer is open, and only then', () => {
    fc.assert(
      fc.property(anyHousehold, anyMembers, (household, members) => {
        for (const { verdict, missing, because } of match({ household, members, parameters: figures })) {
          if (verdict !== 'unknown') expect(missing).toEqual([])
          expect(because.ok).toBe({ eligible: 'yes', ineligible: 'no', unknown: 'unknown' }[verdict])
        }
      }),
    )
  })

  it('gives the same answers with reasons and without, whatever household came before', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyHousehold, anyMembers), { minLength: 2, maxLength: 4 }), (several) => {
        for (const [household, members] of several) {
          const full = match({ household, members, parameters: figures })
          const plain = decideAll({ household, members, parameters: figures })
          expect(plain).toEqual(
            full.map(({ programme, member, verdict }) => ({ programme, member, verdict })),
          )
          // Reasons are shared between households: a fresh telling must say the same.
          expect(JSON.stringify(match({ household, members, parameters: figures }))).toBe(
            JSON.stringify(full),
          )
        }
      }),
    )
  })

  it('says the same of a household after others have been told', () => {
    fc.assert(
      fc.property(anyHousehold, anyMembers, anyHousehold, anyMembers, (household, members, other, others) => {
        const before = JSON.stringify(match({ household, members, parameters: figures }))
        match({ household: other, members: others, parameters: figures })
        expect(JSON.stringify(match({ household, members, parameters: figures }))).toBe(before)
      }),
    )
  })

  it('stands in a tree whose every branch agrees with its parts', () => {
    const agree = (because: ReturnType<typeof match>[number]['because']): void => {
      const oks = (because.all ?? because.any ?? []).map(({ ok }) => ok)
      const [breaker, whole] = because.all === undefined ? (['yes', 'no'] as const) : (['no', 'yes'] as const)
      if (oks.length > 0) {
        expect(because.ok).toBe(oks.includes(breaker) ? breaker : oks.includes('unknown') ? 'unknown' : whole)
      }
      for (const part of because.all ?? because.any ?? []) agree(part)
    }
    fc.assert(
      fc.property(anyHousehold, anyMembers, (household, members) => {
        for (const { because } of match({ household, members, parameters: figures })) agree(because)
      }),
    )
  })
})

describe('an exclusion', () => {
  it('stays open while nobody knows whether the son can help', () => {
    const household = family({ householdSize: 1, monthlyIncome: 150 })
    const member = { age: 60, personMonthlyIncome: 150, hasLegalSupporter: true }
    expect(verdictOf('dibao', 'household', { household, member })).toMatchObject({
      verdict: 'unknown',
      missing: [{ fact: 'supporterAble', member: 'm1' }],
    })
    expect(
      verdictOf('disability-living', 'member', { household, member: { ...member, hasDisabilityCert: true } })
        .verdict,
    ).toBe('unknown')
  })

  it('asks painful questions last', () => {
    const asked = verdictOf('orphan', 'member', { members: [person()] }).missing.map(({ fact }) => fact)
    expect(asked).toEqual(['age', 'fatherStatus', 'motherStatus'])
  })
})

describe('a household of which nobody is listed', () => {
  it('is judged by whoever asks, under the name m1', () => {
    const verdicts = match({ household: {}, members: [], parameters: figures })
    expect(new Set(verdicts.map(({ member }) => member))).toEqual(new Set([undefined, 'm1']))
    expect(verdicts.every(({ verdict }) => verdict === 'unknown')).toBe(true)
  })
})
