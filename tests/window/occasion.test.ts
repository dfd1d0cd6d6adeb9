import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allowed, decide, evolve, goesOn, shownScopes, type OccasionActor, type OccasionCommand, type OccasionState, type ShownScope,
} from '@yima/shared/window/occasion'
import { runs } from '../fixtures/runs.ts'

const he: OccasionActor = { kind: 'officer', id: 'he' }
const zhou: OccasionActor = { kind: 'resident', id: 'zhou' }
const fresh: OccasionState = {
  officer: 'he', identity: 'zhou', reach: 'ask', asked: [], given: [], endsAt: 1000, closed: false,
}

const after = (state: OccasionState, command: OccasionCommand, actor: OccasionActor, now = 0): OccasionState => {
  const decided = decide(state, command, { actor, now })
  if ('refused' in decided) throw new Error(decided.refused)
  return decided.reduce(evolve, state)
}
const refusal = (state: OccasionState, command: OccasionCommand, actor: OccasionActor, now = 0) => {
  const decided = decide(state, command, { actor, now })
  return 'refused' in decided ? decided.refused : undefined
}

describe('on an occasion', () => {
  const asked = after(fresh, { type: 'ask', scopes: ['name', 'contact'] }, he)

  it('nothing is shown until the person says yes', () => {
    expect(asked.given).toEqual([])
    expect(after(asked, { type: 'give', scopes: ['name'] }, zhou).given).toEqual(['name'])
  })
  it('nobody gives what was not asked, and the officer gives nothing on the phone', () => {
    expect(refusal(asked, { type: 'give', scopes: ['facts'] }, zhou)).toBe('not-asked')
    expect(refusal(asked, { type: 'give', scopes: ['name'] }, he)).toBe('not-yours')
    expect(refusal(asked, { type: 'agree-face-to-face', scopes: ['facts'], reason: '手机没电' }, he)).toBe('not-asked')
  })
  it('a yes said aloud needs its reason', () => {
    expect(refusal(asked, { type: 'agree-face-to-face', scopes: ['name'], reason: ' ' }, he)).toBe('reason-needed')
    expect(after(asked, { type: 'agree-face-to-face', scopes: ['name'], reason: '没有手机' }, he).given).toEqual(['name'])
  })
  it('a code signed without a network shows the minimum and nothing more', () => {
    expect(refusal({ ...fresh, reach: 'minimum' }, { type: 'ask', scopes: ['name'] }, he)).toBe('minimum-only')
  })
  it('another officer and another person have no part in it', () => {
    expect(refusal(asked, { type: 'ask', scopes: ['facts'] }, { kind: 'officer', id: 'liu' })).toBe('not-yours')
    expect(refusal(asked, { type: 'give', scopes: ['name'] }, { kind: 'resident', id: 'chen' })).toBe('not-yours')
  })
  it('everything ends with its time, and when either side ends it', () => {
    expect(refusal(asked, { type: 'give', scopes: ['name'] }, zhou, 1000)).toBe('over')
    const given = after(asked, { type: 'give', scopes: ['name'] }, zhou)
    expect(after(given, { type: 'close' }, zhou).given).toEqual([])
    expect(allowed(after(given, { type: 'close' }, he), he, 0)).toEqual([])
  })
})

const scopes = fc.subarray<ShownScope>([...shownScopes])
const commands = fc.oneof(
  fc.record({ type: fc.constant('ask' as const), scopes }),
  fc.record({ type: fc.constant('give' as const), scopes }),
  fc.record({ type: fc.constant('agree-face-to-face' as const), scopes, reason: fc.constantFrom('', '没有手机') }),
  fc.constant({ type: 'close' as const }),
)
const actors = fc.constantFrom<OccasionActor>(he, zhou, { kind: 'officer', id: 'liu' }, { kind: 'resident', id: 'chen' })
const lives = fc.array(fc.record({ command: commands, actor: actors, wait: fc.nat(120) }), { maxLength: 25 })

describe('whatever is tried in whatever order', () => {
  it('only what was asked is ever given, by nobody but the two, and the table says before what the decider says', () => {
    fc.assert(
      fc.property(lives, fc.constantFrom('ask' as const, 'minimum' as const), (life, reach) => {
        let state: OccasionState = { ...fresh, reach }
        let now = 0
        for (const { command, actor, wait } of life) {
          now += wait
          const decided = decide(state, command, { actor, now })
          if ('refused' in decided) continue
          expect(allowed(state, actor, now)).toContain(command.type)
          expect(['he', 'zhou']).toContain(actor.id)
          expect(goesOn(state, now)).toBe(true)
          const next = decided.reduce(evolve, state)
          expect(next.given.every((one) => next.asked.includes(one))).toBe(true)
          // An officer's own command may take back, or write down a yes with its reason; it never adds silently.
          const added = next.given.filter((one) => !state.given.includes(one))
          if (actor.kind === 'officer' && added.length > 0) expect(command).toMatchObject({ type: 'agree-face-to-face', reason: '没有手机' })
          if (reach === 'minimum') expect(next.given).toEqual([])
          state = next
        }
      }),
      { numRuns: runs(300) },
    )
  })
})
