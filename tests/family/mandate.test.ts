import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowed, decide, evolve, inForce, longestUntil, scopes } from '@yima/shared/family/mandate'
import type { MandateCommand, MandateContext, MandateState, Scope } from '@yima/shared/family/mandate'
import type { FamilyActor } from '@yima/shared/family/relation'
import { runs } from '../fixtures/runs.ts'

const day = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const who = fc.constantFrom('gran', 'son', 'stranger')
const some = fc.uniqueArray(fc.constantFrom(...scopes))
const actor: fc.Arbitrary<FamilyActor> = fc.oneof(
  who.map((id) => ({ kind: 'person' as const, id })),
  fc.constant({ kind: 'officer' as const, id: 'he' }),
  fc.constant({ kind: 'system' as const }),
)
const command: fc.Arbitrary<MandateCommand> = fc.oneof(
  fc.record({
    type: fc.constant('give' as const),
    giver: who,
    helper: fc.option(who),
    scopes: some,
    until: day,
    how: fc.constantFrom('phone', 'window'),
  }),
  fc.record({ type: fc.constant('accept' as const), helper: who }),
  fc.record({ type: fc.constant('narrow' as const), scopes: some, until: day }),
  fc.constantFrom({ type: 'revoke' as const }, { type: 'resign' as const }, { type: 'expire' as const }),
)
const life = fc.array(fc.record({ actor, command, today: day }), { maxLength: 25 })

const wider = (after: readonly Scope[], before: readonly Scope[]) =>
  after.some((one) => !before.includes(one))

describe('a mandate over any life', () => {
  it('never widens, never lasts longer, never changes hands, never lives again, and never outlives a year', () => {
    fc.assert(
      fc.property(life, (deeds) => {
        let state: MandateState | undefined
        for (const { actor: by, command: said, today } of deeds) {
          const before = state
          const decided = decide(state, said, { actor: by, today })
          if ('refused' in decided) continue
          for (const event of decided) state = evolve(state, event)
          if (!state) throw new Error('nothing happened')
          expect(state.until <= longestUntil(state.from)).toBe(true)
          expect(state.helper === null || state.helper !== state.giver).toBe(true)
          if (!before) continue
          expect(wider(state.scopes, before.scopes)).toBe(false)
          expect(state.until <= before.until).toBe(true)
          expect(before.helper === null || state.helper === before.helper).toBe(true)
          expect(before.ended === null).toBe(true)
        }
        if (!state) return
        expect(inForce(state, `${Number(state.until.slice(0, 4)) + 1}-12-31`)).toBe(false)
        if (state.ended) expect(inForce(state, state.from)).toBe(false)
      }),
      { numRuns: runs(1000) },
    )
  })

  it('lets nobody do what its buttons do not offer, and does all that they offer', () => {
    fc.assert(
      fc.property(life, (deeds) => {
        let state: MandateState | undefined
        for (const { actor: by, command: said, today } of deeds) {
          const offered = allowed(state, { actor: by, today })
          const decided = decide(state, said, { actor: by, today })
          if ('refused' in decided) continue
          expect(offered).toContain(said.type)
          for (const event of decided) state = evolve(state, event)
        }
      }),
      { numRuns: runs(500) },
    )
  })
})

const given: MandateState = {
  giver: 'gran',
  helper: 'son',
  scopes: ['see-progress', 'send-papers'],
  from: '2026-03-02',
  until: '2026-06-30',
  how: 'phone',
  ended: null,
}
const as = (id: string, today = '2026-03-10'): MandateContext => ({ actor: { kind: 'person', id }, today })
const refused = (answer: ReturnType<typeof decide>) => ('refused' in answer ? answer.refused : 'done')
const giving = {
  type: 'give',
  giver: 'gran',
  helper: 'son',
  scopes: ['apply'],
  until: '2026-05-01',
  how: 'phone',
} as const

describe('a grandmother’s mandate', () => {
  it('holds on its last day and not on the next', () => {
    expect(inForce(given, '2026-06-30')).toBe(true)
    expect(inForce(given, '2026-07-01')).toBe(false)
    expect(inForce(given, '2026-03-01')).toBe(false)
  })

  it('of a 29 February ends at the latest on the 28th of the next', () => {
    expect(longestUntil('2028-02-29')).toBe('2029-02-28')
  })

  it.each([
    ['given by another', undefined, giving, as('son'), 'not-yours'],
    [
      'given by an officer as if on her phone',
      undefined,
      giving,
      { actor: { kind: 'officer', id: 'he' }, today: '2026-03-10' } as const,
      'not-yours',
    ],
    ['given at a window by herself', undefined, { ...giving, how: 'window' }, as('gran'), 'not-yours'],
    ['to oneself', undefined, { ...giving, helper: 'gran' }, as('gran'), 'not-oneself'],
    ['for nothing', undefined, { ...giving, scopes: [] }, as('gran'), 'no-scope'],
    ['for more than a year', undefined, { ...giving, until: '2027-03-11' }, as('gran'), 'too-long'],
    ['for yesterday', undefined, { ...giving, until: '2026-03-09' }, as('gran'), 'over'],
    ['widened', given, { type: 'narrow', scopes: ['withdraw'], until: '2026-06-30' }, as('gran'), 'not-more'],
    [
      'made longer',
      given,
      { type: 'narrow', scopes: ['see-progress'], until: '2026-07-30' },
      as('gran'),
      'not-more',
    ],
    [
      'narrowed to nothing',
      given,
      { type: 'narrow', scopes: [], until: '2026-06-30' },
      as('gran'),
      'no-scope',
    ],
    [
      'narrowed by the helper',
      given,
      { type: 'narrow', scopes: ['see-progress'], until: '2026-06-30' },
      as('son'),
      'not-yours',
    ],
    ['taken by a second helper', given, { type: 'accept', helper: 'wife' }, as('wife'), 'not-yours'],
    [
      'taken for another',
      { ...given, helper: null },
      { type: 'accept', helper: 'wife' },
      as('son'),
      'not-yours',
    ],
    [
      'taken by herself',
      { ...given, helper: null },
      { type: 'accept', helper: 'gran' },
      as('gran'),
      'not-oneself',
    ],
    ['revoked by the helper', given, { type: 'revoke' }, as('son'), 'not-yours'],
    [
      'revoked twice',
      { ...given, ended: { on: '2026-03-05', by: 'giver' } },
      { type: 'revoke' },
      as('gran'),
      'not-allowed-now',
    ],
    [
      'expired before its day',
      given,
      { type: 'expire' },
      { actor: { kind: 'system' }, today: '2026-06-30' } as const,
      'not-over',
    ],
    [
      'taken after its day',
      { ...given, helper: null },
      { type: 'accept', helper: 'son' },
      as('son', '2026-07-01'),
      'not-allowed-now',
    ],
  ] as const)('is not %s', (_how, state, said, context, code) => {
    expect(refused(decide(state as MandateState | undefined, said as MandateCommand, context))).toBe(code)
  })
})
