import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assistActs, assistMinutes, maySee, signedActs, whyNotAct, writableTo, type AssistState } from '@yima/shared/assist/assist'
import { runs } from '../fixtures/runs.ts'

const hour = 3_600_000
const moment = fc.integer({ min: 0, max: 10_000 * hour })
const state = fc.record({ openedAt: moment, lasted: fc.option(fc.integer({ min: 0, max: 3 * hour }), { nil: null }) }).map(
  ({ openedAt, lasted }): AssistState => ({
    officer: 'yu', openedAt, endsAt: openedAt + assistMinutes * 60_000, closedAt: lasted === null ? null : openedAt + lasted,
  }),
)

describe('somebody with a slip before a worker', () => {
  it('is seen by that worker alone, and by nobody once the time is over or he has gone', () => {
    fc.assert(
      fc.property(state, moment, fc.constantFrom('yu', 'he'), (one, now, officer) => {
        if (!maySee(one, officer, now)) return
        expect([officer, one.closedAt, now < one.openedAt + assistMinutes * 60_000]).toEqual(['yu', null, true])
      }),
      { numRuns: runs(300) },
    )
  })

  it('does nothing that changes what is decided without a hand or a witness', () => {
    fc.assert(
      fc.property(state, fc.constantFrom(...assistActs), fc.boolean(), (one, type, agreed) => {
        const now = one.openedAt + 1
        const why = whyNotAct({ ...one, closedAt: null }, { type, agreed, writtenAt: now, now })
        expect(why).toBe(signedActs.includes(type) && !agreed ? 'yes-needed' : undefined)
      }),
      { numRuns: runs(200) },
    )
  })

  it('has done nothing that was written after he had gone, whenever it arrives', () => {
    fc.assert(
      fc.property(state, fc.constantFrom(...assistActs), moment, moment, (one, type, writtenAt, now) => {
        if (writtenAt < writableTo(one)) return
        expect(whyNotAct(one, { type, agreed: true, writtenAt, now: Math.max(now, writableTo(one)) })).toBe('over')
      }),
      { numRuns: runs(300) },
    )
  })
})
