import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holidays } from '@yima/shared/calendar/holidays'
import {
  allowedAtDesk, decide, deskStatuses, dueOf, evolve, isOverdue, isRefusal, secondAsks, type DeskCommand, type DeskStanding,
} from '@yima/shared/complaint/desk'
import { complaintFindings } from '@yima/shared/complaint/state'
import { runs } from '../fixtures/runs.ts'

const fresh: DeskStanding = {
  ...{ state: 'filed', unit: 'a:discipline', category: 'delay', named: true, reopened: 0, acceptBy: '2026-03-17', finishBy: '2026-05-01' },
  ...{ extended: false, status: null, finding: null, decidedBy: null, decidedBefore: [], joinedWith: null, waiting: [] },
}
const context = (actor: string | null, today = '2026-03-02') => ({ actor, today, holidays })
const after = (standing: DeskStanding, ...commands: [string | null, DeskCommand][]): DeskStanding =>
  commands.reduce((now, [actor, command]) => {
    const events = decide(now, command, context(actor))
    if (isRefusal(events)) throw new Error(events.refused)
    return events.reduce(evolve, now)
  }, standing)
const refused = (standing: DeskStanding, actor: string, command: DeskCommand) => {
  const answer = decide(standing, command, context(actor))
  return isRefusal(answer) ? answer.refused : 'nothing'
}

describe('a complaint at the desk of a supervisor', () => {
  it('is taken up, asked about, decided once, and its days follow it', () => {
    expect(dueOf(fresh)).toBe('2026-03-17')
    const taken = after(fresh, ['one', { type: 'accept' }])
    expect([taken.state, dueOf(taken), isOverdue(taken, '2026-05-01'), isOverdue(taken, '2026-05-02')]).toEqual([
      'accepted', '2026-05-01', false, true,
    ])
    const longer = after(taken, ['one', { type: 'extend' }])
    expect(dueOf(longer) ?? '').toMatch(/^2026-0[56]-/)
    expect(refused(longer, 'one', { type: 'extend' })).toBe('only-once')
    const decided = after(longer, ['one', { type: 'ask' }], ['one', { type: 'decide', finding: 'partly' }])
    expect([decided.state, decided.finding, dueOf(decided)]).toEqual(['decided', 'partly', null])
    expect(refused(decided, 'one', { type: 'decide', finding: 'not' })).toBe('complaint-state')
  })
  it('is decided by somebody else where it is looked at again', () => {
    const decided = after(fresh, ['one', { type: 'accept' }], ['one', { type: 'decide', finding: 'not' }])
    const again = after({ ...decided, state: 'filed', reopened: 1 }, ['one', { type: 'accept' }])
    expect(refused(again, 'one', { type: 'decide', finding: 'not' })).toBe('other-decider')
    const second = after(again, ['other', { type: 'decide', finding: 'upheld' }])
    expect(second.finding).toBe('upheld')
    // Nor by the first of them where it is looked at a third time.
    const third = after({ ...second, state: 'filed', reopened: 2 }, ['third', { type: 'accept' }])
    expect(['one', 'other', 'third'].map((who) => refused(third, who, { type: 'decide', finding: 'not' }))).toEqual(['other-decider', 'other-decider', 'nothing'])
  })
  it('gives the name behind it, another category or its end only with a second person', () => {
    const ask = { type: 'ask-second', id: 'x', what: 'identity', category: null } as const
    const asked = after(fresh, ['one', ask])
    expect(refused(asked, 'one', { type: 'answer-second', id: 'x', grant: true })).toBe('second-person')
    expect(refused(asked, 'one', ask)).toBe('only-once')
    expect(refused({ ...fresh, named: false }, 'one', ask)).toBe('not-named')
    expect(after(asked, ['other', { type: 'answer-second', id: 'x', grant: false }]).waiting).toEqual([])
    const sorted = after(fresh, ['one', { ...ask, what: 'category', category: 'bribe' }], ['other', { type: 'answer-second', id: 'x', grant: true }])
    expect(sorted.category).toBe('bribe')
    const gone = after(fresh, ['one', { ...ask, what: 'deletion' }], ['other', { type: 'answer-second', id: 'x', grant: true }])
    expect([gone.state, allowedAtDesk(gone, context('one'))]).toEqual(['closed', []])
  })
  it('goes up with days of its own', () => {
    const up = after(fresh, [null, { type: 'go-up', to: 'b:discipline' }])
    expect([up.unit, up.acceptBy, up.finishBy]).toEqual(['b:discipline', '2026-03-17', '2026-05-01'])
    const later = after({ ...fresh, state: 'accepted' }, [null, { type: 'go-up', to: 'b:discipline' }])
    expect(later.finishBy).toBe('2026-03-17')
  })
  it('never does what its table does not show, and always shows what it would do', () => {
    const commands: fc.Arbitrary<DeskCommand> = fc.oneof(
      fc.constantFrom<DeskCommand>(
        ...(['accept', 'say', 'ask', 'note', 'extend', 'share', 'step-out'] as const).map((type) => ({ type })),
        { type: 'transfer', to: 'b:audit' },
        { type: 'join', with: 'other' },
      ),
      fc.constantFrom(...complaintFindings).map((finding) => ({ type: 'decide', finding }) as const),
      fc.constantFrom(...deskStatuses).map((status) => ({ type: 'status', status }) as const),
      fc.constantFrom(...secondAsks).map((what) => ({ type: 'ask-second', id: what, what, category: 'other' }) as const),
      fc.constantFrom(...secondAsks).map((id) => ({ type: 'answer-second', id, grant: true }) as const),
    )
    const step = fc.tuple(fc.constantFrom('one', 'other'), commands)
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let now = fresh
        for (const [actor, command] of steps) {
          const shown = allowedAtDesk(now, context(actor))
          const answer = decide(now, command, context(actor))
          if (isRefusal(answer)) expect(answer.allowed).toEqual(shown)
          else {
            expect(shown).toContain(command.type)
            now = answer.reduce(evolve, now)
          }
        }
      }),
      { numRuns: runs(200) },
    )
  })
})
