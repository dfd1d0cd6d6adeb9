import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { businessDate, deadline, dueState } from '@yima/shared/calendar/deadline'
import type { Term } from '@yima/shared/calendar/deadline'
import { holidays } from '@yima/shared/calendar/holidays'
import { getTerm } from '@yima/shared/calendar/terms'
import { addDays, isWorkday } from '@yima/shared/calendar/working-days'

const day = fc.integer({ min: 0, max: 1200 }).map((days) => addDays('2025-06-01', days))
const term: fc.Arbitrary<Term> = fc.record({
  n: fc.integer({ min: 1, max: 60 }), unit: fc.constantFrom('workday', 'day', 'month'),
})

describe('the last day of a term', () => {
  it.each([
    ['2026-11-09', 3, 'day', '2026-11-12', false, 'counted from the next day'],
    ['2026-11-19', 3, 'day', '2026-11-23', false, 'a Sunday moves to Monday'],
    ['2026-09-28', 3, 'day', '2026-10-08', false, 'National Day moves to the first day after'],
    ['2026-11-20', 3, 'workday', '2026-11-25', false, 'a weekend does not count'],
    ['2026-11-20', 24, 'hour', '2026-11-21', false, 'hunger does not wait for Monday'],
    ['2026-11-20', 48, 'hour', '2026-11-22', false, 'nor does it on Sunday'],
    ['2026-08-31', 1, 'month', '2026-09-30', false, 'a shorter month ends earlier'],
    ['2026-11-09', 30, 'workday', '2026-12-21', false, 'the whole road of dibao'],
    ['2026-12-21', 30, 'workday', '2027-02-02', true, 'the next notice has not come'],
    ['2026-12-31', 1, 'day', '2027-01-04', true, 'the end falls into an unknown year'],
  ] as const)('from %s, %i %s: %s, provisional: %s (%s)', (from, n, unit, date, provisional, _why) => {
    expect(deadline(from, { n, unit }, holidays)).toEqual({ date, provisional })
  })

  it('is never a day on which nobody is there', () => {
    fc.assert(fc.property(day, term, (from, some) => {
      const { date } = deadline(from, some, holidays)
      expect(isWorkday(date, holidays)).toBe(true)
      expect(date > from).toBe(true)
    }))
  })

  it('moves by the days on which the clock stood still', () => {
    // Asked on the 10th, sent on the 16th: the 11th, 12th, 13th and 16th do not count.
    const pauses = [{ from: '2026-11-10', to: '2026-11-16' }]
    expect(deadline('2026-11-09', { n: 3, unit: 'workday' }, holidays, pauses).date).toBe('2026-11-18')
    expect(deadline('2026-11-09', { n: 3, unit: 'day' }, holidays, pauses).date).toBe('2026-11-18')
  })

  it('is not moved by papers sent on the day they were asked for', () => {
    fc.assert(fc.property(day, term, fc.nat(20), (from, some, later) => {
      const on = addDays(from, later)
      expect(deadline(from, some, holidays, [{ from: on, to: on }])).toEqual(deadline(from, some, holidays))
    }))
  })

  it('never comes earlier because the clock stood still', () => {
    fc.assert(fc.property(day, term, fc.nat(20), fc.nat(20), (from, some, later, length) => {
      const start = addDays(from, later)
      const paused = deadline(from, some, holidays, [{ from: start, to: addDays(start, length) }])
      expect(paused.date >= deadline(from, some, holidays).date).toBe(true)
    }))
  })
})

describe('how near a due date is', () => {
  it.each([
    ['2026-11-23', '2026-11-18', { tone: 'calm', workdaysLeft: 3, workdaysLate: 0 }],
    ['2026-11-23', '2026-11-20', { tone: 'soon', workdaysLeft: 1, workdaysLate: 0 }],
    ['2026-11-23', '2026-11-22', { tone: 'soon', workdaysLeft: 1, workdaysLate: 0 }],
    ['2026-11-23', '2026-11-23', { tone: 'soon', workdaysLeft: 0, workdaysLate: 0 }],
    ['2026-11-23', '2026-11-25', { tone: 'late', workdaysLeft: 0, workdaysLate: 2 }],
    ['2026-11-20', '2026-11-21', { tone: 'late', workdaysLeft: 0, workdaysLate: 1 }],
  ])('due %s, seen on %s', (due, today, state) => {
    expect(dueState(due, today, holidays)).toEqual(state)
  })
})

describe('the business day', () => {
  it('begins at midnight in Shanghai, not in Greenwich', () => {
    expect(businessDate(new Date('2026-11-20T15:59:59Z'))).toBe('2026-11-20')
    expect(businessDate(new Date('2026-11-20T16:00:00Z'))).toBe('2026-11-21')
  })
})

describe('the terms of the road', () => {
  it('promise a first visit within three days and acceptance by silence after three workdays', () => {
    expect(getTerm('first-visit', '990101001001', '2026-11-21')).toEqual({ n: 3, unit: 'day' })
    expect(getTerm('silence-accepts', '990101001001', '2026-11-21')).toEqual({ n: 3, unit: 'workday' })
  })

  it('say so when no term was in force yet', () => {
    expect(() => getTerm('first-visit', '990101001001', '2019-12-31')).toThrow(RangeError)
  })
})
