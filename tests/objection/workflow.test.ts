import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deadline } from '@yima/shared/calendar/deadline'
import { holidays } from '@yima/shared/calendar/holidays'
import { addDays, isWorkday } from '@yima/shared/calendar/working-days'
import type { ObjectionCommand } from '@yima/shared/objection/workflow'
import { holdsUp } from '@yima/shared/objection/workflow'
import { dueOf } from '@yima/shared/process/clock'
import { planOf } from '@yima/shared/process/plan'
import { programmes } from '@yima/shared/policy/programmes/index'
import { act, by, command, confirmed, lookers, nextDay, object, posted, said, type Street } from './stream.ts'

const runs = { numRuns: 60 * Number(process.env['YIMA_RUNS'] ?? '1') }
const admit: ObjectionCommand = { type: 'admit' }
const answer = (again: 'visit' | 'verification' | 'notice' | null = null): ObjectionCommand =>
  ({ type: 'answer', found: again === null ? 'as-shown' : 'differs', again, words: '查过了' })
const effects = ({ objections }: Street) => objections.map(({ effect }) => effect)

/** Workdays on which the claim waited for objections. */
function waited({ process: { pauses, paused }, today }: Street): number {
  const spans = [
    ...pauses.filter(({ reason }) => reason === 'objection'),
    ...(paused?.reason === 'objection' ? [{ from: paused.since, to: today < (paused.until ?? today) ? today : (paused.until ?? today) }] : []),
  ]
  let days = 0
  for (const { from, to } of spans) for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) days += isWorkday(day, holidays) ? 1 : 0
  return days
}

describe('an objection to a notice', () => {
  it('makes the claim wait once it is admitted, and lets it go on with the answer', () => {
    const filed = object(posted())
    expect([filed.process.paused, lookers(filed)]).toEqual([null, ['colleague', 'leader']])
    const admitted = act(filed, 0, admit)
    expect(admitted.process.paused).toMatchObject({ reason: 'objection', until: '2026-04-08' })
    const answered = act(nextDay(admitted, 3), 0, answer())
    expect([answered.process.paused, answered.objections[0]?.state]).toEqual([null, 'answered'])
  })

  it('says by no day of the claim when it came: what was filed on two days and admitted on one looks the same', () => {
    const early = act(nextDay(object(posted()), 1), 0, admit)
    const late = act(object(nextDay(posted(), 1)), 0, admit)
    expect(early.objections[0]?.filedOn).not.toBe(late.objections[0]?.filedOn)
    expect(early.process).toEqual(late.process)
  })

  it('is admitted by itself after two workdays where it names something, and goes up where it does not', () => {
    const two = object(object(posted()), false)
    expect(nextDay(two, 2).objections.map(({ state }) => state)).toEqual(['filed', 'filed'])
    const after = nextDay(two, 3)
    expect(after.objections.map(({ state, late }) => [state, late])).toEqual([['admitted', false], ['filed', true]])
    expect(after.process.paused?.reason).toBe('objection')
  })

  it('joins the one for which the claim waits, and the claim goes on when both are answered', () => {
    const both = act(act(object(object(posted())), 0, admit), 1, admit)
    expect(effects(both)).toEqual(['pauses', 'joins'])
    const one = act(both, 0, answer())
    expect(one.process.paused?.reason).toBe('objection')
    expect(act(one, 1, answer()).process.paused).toBeNull()
  })

  it('that comes after the one pause is looked into beside the claim, and so is one to the new notice', () => {
    const over = act(act(object(posted()), 0, admit), 0, answer())
    const second = act(object(over), 1, admit)
    expect([effects(second), second.process.paused]).toEqual([['pauses', 'beside'], null])
    const anew = act(act(object(posted()), 0, admit), 0, answer('notice'))
    const reposted = command(anew, { ...said, type: 'post-notice' }, by('clerk'))!
    expect(effects(act(object(reposted), 1, admit))).toEqual(['pauses', 'beside'])
  })

  it('lets nobody confirm the claim before somebody has said whether it is looked into', () => {
    const lastDay = { ...nextDay(posted(), 7) }
    expect(lastDay.today).toBe('2026-03-17')
    const filed = nextDay(object(lastDay))
    expect(filed.process.records.map(({ step }) => step)).toContain('notice')
    expect(confirmed(filed)).toBeUndefined()
    expect(confirmed(act(filed, 0, { type: 'decline', why: 'other-matter', words: '说的是另一家' }))).toBeDefined()
    expect(confirmed(act(filed, 0, admit))).toBeUndefined()
    expect(confirmed(act(act(filed, 0, admit), 0, answer()))).toBeDefined()
  })

  it('is declined for nothing to look at only where it names nothing', () => {
    const nothing: ObjectionCommand = { type: 'decline', why: 'nothing-to-check', words: '没说什么事' }
    const two = object(object(posted()), false)
    expect(act(two, 0, nothing).objections[0]?.state).toBe('filed')
    expect(act(two, 1, nothing).objections[1]?.state).toBe('not-admitted')
  })

  it('keeps no urgent help waiting', () => {
    const plan = planOf(programmes.temporary, { n: 15, unit: 'workday' }, { emergency: true })
    const urgent = posted()
    const so = { ...urgent, process: { ...urgent.process, plan } }
    const admitted = act(object(so), 0, admit)
    expect([effects(admitted), admitted.process.paused]).toEqual([['beside'], null])
    expect(holdsUp(object(so).objections[0]!, so.process, so.today)).toBe(false)
  })

  it('sends the claim back to somebody else, for whom it waits no longer', () => {
    const back = act(act(object(object(posted())), 0, admit), 0, answer('visit'), by('leader'))
    expect(back.process).toMatchObject({ paused: null, notice: null, opinion: null })
    const visit = { ...said, type: 'record', step: 'visit', found: 'fits', companions: ['leader'] } as const
    expect([command(back, visit, by('clerk')), command(back, visit, by('colleague'))].map((so) => so !== undefined)).toEqual([false, true])
    expect(act(back, 1, answer('visit')).objections[1]?.state).toBe('filed')
  })
})

type Move = { days: number; do: number; which: number; checkable: boolean; again: number }
const moves = fc.array(
  fc.record({
    days: fc.integer({ min: 0, max: 3 }), do: fc.nat(9), which: fc.nat(99), checkable: fc.boolean(), again: fc.nat(5),
  }),
  { minLength: 5, maxLength: 60, size: 'max' },
)
const agains = [null, null, null, 'notice', 'visit', 'verification'] as const

function step(street: Street, move: Move, mayReopen: boolean): Street {
  const so = nextDay(street, move.days)
  const at = move.which % Math.max(1, so.objections.length)
  if (move.do < 4) return object(so, move.checkable)
  if (move.do < 6) return act(so, at, admit)
  if (move.do < 7) return act(so, at, { type: 'decline', why: 'other-matter', words: '不是这件事' })
  const who = lookers(so)[0]
  if (move.do < 9 && who) return act(so, at, answer(mayReopen ? agains[move.again] : null), by(who))
  return so
}

describe('any stream of objections', () => {
  it('delays a claim by at most one pause of at most twenty workdays', () => {
    let paused = 0
    fc.assert(fc.property(moves, (all) => {
      let street = posted()
      const before = dueOf(street.process, holidays)!
      for (const move of all) {
        street = step(street, move, true)
        expect(waited(street)).toBeLessThanOrEqual(20)
        expect(effects(street).filter((effect) => effect === 'pauses').length).toBeLessThanOrEqual(1)
      }
      const spans = street.process.pauses.filter(({ reason }) => reason === 'objection')
      expect(spans.length + (street.process.paused?.reason === 'objection' ? 1 : 0)).toBeLessThanOrEqual(1)
      paused += spans.length
      // The last day moves by what it waited, and by no more.
      const after = dueOf(street.process, holidays)
      if (after) expect(after.date <= deadline(before.date, { n: waited(street), unit: 'workday' }, holidays).date).toBe(true)
    }), runs)
    expect(paused).toBeGreaterThan(20)
  })

  it('that finds nothing lets the claim be confirmed twenty workdays after it was to be said whether they are looked into', () => {
    fc.assert(fc.property(moves, (all) => {
      let street = posted()
      // Two workdays to say so; what nobody said in them is admitted on the next.
      const last = deadline(street.process.notice!.to, { n: 23, unit: 'workday' }, holidays).date
      for (const move of all) {
        street = step(street, move, false)
        if (street.today > last) expect(confirmed(street)).toBeDefined()
      }
      while (street.today <= last) street = nextDay(street)
      expect(confirmed(street)).toBeDefined()
    }), runs)
  })

  it('never reaches a confirmation while it waits for one that was admitted', () => {
    let waiting = 0
    fc.assert(fc.property(moves, (all) => {
      let street = posted()
      for (const move of all) {
        street = step(street, move, true)
        const open = street.objections.some(({ state, effect }) => state === 'admitted' && effect === 'pauses')
        if (!open || street.process.paused?.reason !== 'objection') continue
        waiting += 1
        expect(confirmed(street)).toBeUndefined()
      }
    }), runs)
    expect(waiting).toBeGreaterThan(50)
  })

  it('is answered one by one, and none is forgotten: each has its day until it is', () => {
    fc.assert(fc.property(moves, (all) => {
      const street = nextDay(all.reduce((so, move) => step(so, move, true), posted()), 60)
      for (const one of street.objections) {
        const isOver = one.state === 'answered' || one.state === 'not-admitted'
        expect(isOver || one.late).toBe(true)
        expect(one.answer === null).toBe(!isOver)
      }
      expect(street.process.paused?.reason === 'objection').toBe(false)
    }), runs)
  })
})
