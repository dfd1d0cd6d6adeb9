import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '@yima/shared/calendar/working-days'
import { claimStates, undecidedStates } from '@yima/shared/claim/claim'
import {
  concernsGiven,
  concernsOf,
  conflictsOf,
  overlapOf,
  refusedBy,
  standingOf,
  type AidClaim,
  type AidClearance,
  type AidConflict,
} from '@yima/shared/household/aid'
import { excludeEachOther } from '@yima/shared/household/exclusions'
import { mayBeSameNeed } from '@yima/shared/household/same-need'
import { programmeIds } from '@yima/shared/policy/programme-ids'
import { runs } from '../fixtures/runs.ts'

const today = '2026-11-18'

const claim = (change: Partial<AidClaim> = {}): AidClaim => ({
  id: 'one',
  programme: 'dibao',
  state: 'confirmed',
  decidedOn: '2026-06-01',
  applicant: 'zhou',
  household: ['zhou', 'wang'],
  concerns: 'household',
  cause: null,
  ...change,
})
const other = (change: Partial<AidClaim> = {}): AidClaim => claim({ id: 'other', ...change })
const open = (change: Partial<AidClaim> = {}): AidClaim =>
  claim({ state: 'review', decidedOn: null, ...change })
const cleared = (hands: string[]): AidClearance => ({
  claim: 'one',
  other: 'other',
  on: today,
  hands,
  basis: '办法第四十七条',
  reason: '又遭了火灾',
})

const found = (one: AidClaim, two: AidClaim, clearances: AidClearance[] = []): AidConflict | undefined =>
  conflictsOf(one, [two], clearances, today)[0]
const refusal = (one: AidClaim, two: AidClaim, clearances: AidClearance[] = [], hands = ['feng']) => {
  const conflict = found(one, two, clearances)
  return conflict && refusedBy(conflict, hands)
}

const people = ['zhou', 'wang', 'li', 'sun'] as const
const anyClaim = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    programme: fc.constantFrom(...programmeIds),
    state: fc.constantFrom(...claimStates),
    decidedOn: fc.option(fc.integer({ min: 0, max: 900 }).map((days) => addDays(today, -days))),
    applicant: fc.constantFrom(...people),
    with: fc.subarray([...people]),
    concerns: fc.constantFrom('household', 'applicant', 'anybody'),
    cause: fc.constantFrom(null, 'sudden-illness', 'fire'),
  })
  .map(({ with: others, ...rest }): AidClaim => ({
    ...rest,
    household: [...new Set([rest.applicant, ...others])],
  }))

describe('aid that a family would get twice', () => {
  it('is found from either side, whoever of two claims is looked at first', () => {
    fc.assert(
      fc.property(anyClaim, anyClaim, (one, two) => {
        expect(overlapOf(one, two)).toEqual(overlapOf(two, one))
      }),
      { numRuns: runs(500) },
    )
  })

  it('is never a claim’s own doing: none stands in its own way', () => {
    fc.assert(
      fc.property(anyClaim, fc.array(anyClaim), (one, all) => {
        for (const { other: id } of conflictsOf(one, all, [], today)) expect(id).not.toBe(one.id)
      }),
      { numRuns: runs(300) },
    )
  })

  it('does not come from what was refused, taken back, not accepted or has ended', () => {
    const over = ['refused', 'withdrawn', 'notAccepted', 'ended'] as const
    fc.assert(
      fc.property(anyClaim, anyClaim, fc.constantFrom(...over), (one, two, state) => {
        expect(conflictsOf(one, [{ ...two, state }], [], today)).toEqual([])
      }),
      { numRuns: runs(300) },
    )
  })

  it('is no reason to refuse anybody while the other claim is still to be decided', () => {
    fc.assert(
      fc.property(anyClaim, anyClaim, fc.constantFrom(...undecidedStates), (one, two, state) => {
        for (const conflict of conflictsOf(one, [{ ...two, state }], [], today))
          expect(refusedBy(conflict, ['feng'])).toBeUndefined()
      }),
      { numRuns: runs(300) },
    )
  })

  it('does not come from people who live elsewhere', () => {
    fc.assert(
      fc.property(anyClaim, anyClaim, (one, two) => {
        const apart = { ...two, applicant: 'far', household: ['far', 'away'] }
        expect(overlapOf(one, apart)).toBeUndefined()
      }),
      { numRuns: runs(300) },
    )
  })

  it('knows of every state a claim can be in whether it stands in the way', () => {
    for (const state of claimStates)
      expect(['given', 'open', 'over']).toContain(standingOf(claim({ state }), today))
  })
})

describe('dibao, asked for by a husband and a wife', () => {
  it('is given to a household once, whoever of it asks, and no reason changes that', () => {
    expect(refusal(open(), other({ applicant: 'wang' }))).toBe('aid-twice')
    expect(refusal(open(), other({ applicant: 'wang' }), [cleared(['he'])])).toBe('aid-twice')
  })

  it('is warned of while both are on their way', () => {
    expect(found(open(), other({ state: 'verifying', decidedOn: null }))).toMatchObject({
      why: 'same-programme',
      law: 'never',
      standing: 'open',
    })
  })
})

describe('programmes that exclude one another', () => {
  it('are those whose own rules say so', () => {
    for (const [one, two] of [
      ['dibao', 'tekun'],
      ['dibao', 'dibao-edge'],
      ['dibao-edge', 'rigid-expenditure'],
      ['disability-living', 'tekun'],
      ['disability-care', 'tekun'],
      ['disability-living', 'orphan'],
      ['orphan', 'unsupported-child'],
    ] as const)
      expect([excludeEachOther(one, two), excludeEachOther(two, one)], `${one} ${two}`).toEqual([true, true])
  })

  it('are no others: both disability subsidies go together, and dibao goes with medical aid', () => {
    expect(excludeEachOther('disability-living', 'disability-care')).toBe(false)
    expect(excludeEachOther('dibao', 'medical')).toBe(false)
    expect(excludeEachOther('dibao', 'disability-living')).toBe(false)
    for (const id of programmeIds) expect(excludeEachOther(id, id), id).toBe(false)
  })

  it('are refused to somebody who lives alone, and given in a family once somebody says who of them is meant', () => {
    const alone = { household: ['zhou'], concerns: 'applicant' as const }
    const tekun = other({ programme: 'tekun', ...alone })
    expect(refusal(open({ programme: 'disability-care', ...alone }), tekun, [cleared(['he'])])).toBe(
      'aid-twice',
    )
    const ofFamily = other({ programme: 'tekun', concerns: 'anybody' })
    expect(refusal(open(), ofFamily)).toBe('aid-twice')
    expect(refusal(open(), ofFamily, [cleared(['he'])])).toBeUndefined()
  })
})

describe('temporary aid', () => {
  const temporary = { programme: 'temporary' as const, cause: 'sudden-illness' }

  it('for the same cause within a year needs a reason, recorded by another than who confirms', () => {
    const before = other(temporary)
    expect(refusal(open(temporary), before)).toBe('aid-twice')
    expect(refusal(open(temporary), before, [cleared(['feng'])])).toBe('aid-second-person')
    expect(refusal(open(temporary), before, [cleared(['he'])])).toBeUndefined()
  })

  it('for a cause that nobody named may be for the same', () => {
    expect(refusal(open(temporary), other({ ...temporary, cause: null }))).toBe('aid-twice')
  })

  it('for something else, or after a year, is given', () => {
    expect(found(open(temporary), other({ ...temporary, cause: 'fire' }))).toBeUndefined()
    expect(found(open(temporary), other({ ...temporary, decidedOn: addDays(today, -365) }))).toBeUndefined()
    expect(found(open(temporary), other({ ...temporary, decidedOn: addDays(today, -364) }))).toBeDefined()
  })
})

describe('whom a claim is for', () => {
  const verdict = (member: string | undefined, is: 'eligible' | 'ineligible' | 'unknown') => ({
    programme: 'disability-care' as const,
    verdict: is,
    ...(member ? { member } : {}),
  })

  it('is whoever asked where nobody else of the family can be meant', () => {
    expect(concernsOf('disability-care', [verdict('m1', 'unknown'), verdict('m2', 'ineligible')], 'm1')).toBe(
      'applicant',
    )
  })

  it('may be somebody else as long as that is not ruled out', () => {
    expect(concernsOf('disability-care', [verdict('m1', 'eligible'), verdict('m2', 'unknown')], 'm1')).toBe(
      'anybody',
    )
    expect(concernsOf('disability-care', [], 'm1')).toBe('anybody')
  })

  it('is whom the decision names, once there is one', () => {
    expect(concernsGiven([{ member: 'm1' }], 'm1')).toBe('applicant')
    expect(concernsGiven([{ member: 'm1' }, { member: 'm2' }], 'm1')).toBe('anybody')
    expect(concernsGiven([{ member: null }], 'm1')).toBe('household')
    expect(concernsGiven([], 'm1')).toBe('anybody')
  })

  it('is everybody where aid is for the household', () => {
    expect(concernsOf('dibao-edge', [], 'm1')).toBe('household')
    expect(concernsOf('dibao', [{ programme: 'dibao', verdict: 'unknown' }], 'm1')).toBe('household')
  })
})

describe('two requests of one person', () => {
  const asking = (submittedOn: string, ...programmes: (typeof programmeIds)[number][]) => ({
    submittedOn,
    programmes,
  })

  it('may be one need within thirty days, and not after', () => {
    expect(mayBeSameNeed(asking('2026-11-01', 'dibao'), asking('2026-12-01', 'dibao', 'medical'))).toBe(true)
    expect(mayBeSameNeed(asking('2026-11-01', 'dibao'), asking('2026-12-02', 'dibao'))).toBe(false)
  })

  it('are two needs where they ask for different things', () => {
    expect(mayBeSameNeed(asking('2026-11-01', 'dibao'), asking('2026-11-02', 'legal-aid'))).toBe(false)
    expect(mayBeSameNeed(asking('2026-11-01', 'dibao'), asking('2026-11-02'))).toBe(true)
  })
})
