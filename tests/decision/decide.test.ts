import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factSources, type HeldFact } from '@yima/shared/fact/held'
import { whyNotDecide, type DecisionContext } from '@yima/shared/decision/decide'
import { programmeIds } from '@yima/shared/policy/programme-ids'
import { anyHousehold, anyMembers } from '../policy/any-household.ts'
import { households } from '../policy/people.ts'
import { runs } from '../fixtures/runs.ts'
import { decided, seenFacts, withoutDefaults } from './families.ts'

const calm: DecisionContext = { signing: 'complete', papersOpen: false }
const poor = withoutDefaults(households[0]!)
const withCar = { ...poor, household: { ...poor.household, vehicleCount: 1 } }
const confirmed = { type: 'confirm' } as const
const refused = { type: 'refuse' } as const

describe('whoever decides', () => {
  it('confirms what the rules give, and cannot refuse it without a lawful ground', () => {
    const found = decided(seenFacts(poor), 'dibao')
    expect(whyNotDecide(found, confirmed, calm)).toBeUndefined()
    expect(whyNotDecide(found, refused, calm)).toMatchObject({ refused: 'is-eligible' })
    expect(whyNotDecide(found, { ...refused, ground: 'means-unverifiable' }, calm)).toMatchObject({ refused: 'ground-unfounded' })
    expect(whyNotDecide(found, { ...refused, ground: 'means-unverifiable' }, { ...calm, signing: 'refused' })).toBeUndefined()
  })

  it('refuses by a condition that fails on what somebody saw, never on what the family said of itself', () => {
    const seen = decided(seenFacts(withCar), 'dibao')
    expect(whyNotDecide(seen, refused, calm)).toBeUndefined()
    expect(whyNotDecide(seen, confirmed, calm)).toMatchObject({ refused: 'not-eligible' })
    const said = decided(seenFacts(withCar, { source: 'declared' }), 'dibao')
    expect(whyNotDecide(said, refused, calm)).toMatchObject({ refused: 'facts-only-declared', facts: expect.arrayContaining([{ fact: 'vehicleCount' }]) as unknown })
  })

  it('decides nothing while something is missing or in dispute, and is told what', () => {
    const { monthlyIncome: _, ...household } = poor.household
    const open = decided(seenFacts({ ...poor, household }), 'dibao')
    for (const command of [confirmed, refused])
      expect(whyNotDecide(open, command, calm)).toMatchObject({ refused: 'facts-missing', facts: [{ fact: 'monthlyIncome' }] })
    const disputed = decided([...seenFacts(poor), ...seenFacts(withCar, { source: 'department', from: 'vehicles' })], 'dibao')
    for (const command of [confirmed, refused])
      expect(whyNotDecide(disputed, command, calm)).toMatchObject({ refused: 'facts-conflict', facts: [{ fact: 'vehicleCount' }] })
  })

  it('names what is given where the rules set no sum', () => {
    const found = decided(seenFacts({ household: { emergencyEvent: 'fire', basicLifeBroken: true }, members: [] }), 'temporary')
    expect(whyNotDecide(found, confirmed, calm)).toMatchObject({ refused: 'given-unnamed' })
    expect(whyNotDecide(found, { ...confirmed, named: '一次发给 1280 元' }, calm)).toBeUndefined()
  })

  it('never both confirms and refuses, and never refuses by the rules on what only the family said', () => {
    fc.assert(
      fc.property(
        fc.record({ household: anyHousehold, members: anyMembers }), fc.constantFrom(...programmeIds),
        fc.infiniteStream(fc.constantFrom(...factSources)),
        (family, programme, sources) => {
          const facts = seenFacts(family).map((fact): HeldFact => ({ ...fact, source: sources.next().value ?? 'visit' }))
          const found = decided(facts, programme)
          const may = [{ ...confirmed, named: '一份' }, refused].filter((command) => whyNotDecide(found, command, calm) === undefined)
          expect(may.length).toBeLessThan(2)
          if (found.verdict === 'unknown') expect(may).toEqual([])
          if (may.includes(refused)) expect(found.restsOn.every(({ source }) => source !== 'declared' && source !== 'read')).toBe(true)
        },
      ),
      { numRuns: runs(25) },
    )
  })
})
