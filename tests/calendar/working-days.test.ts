import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holidays, holidayYears, makeHolidayTable } from '@yima/shared/calendar/holidays'
import {
  addDays, addWorkdays, daysBetween, isWorkday, workdaysBetween,
} from '@yima/shared/calendar/working-days'

const day = fc.integer({ min: 0, max: 1200 }).map((days) => addDays('2025-06-01', days))

describe('the offices', () => {
  it.each([
    ['2026-02-14', true, 'a Saturday worked before the Spring Festival'],
    ['2026-02-16', false, 'the eve of the Spring Festival'],
    ['2026-10-10', true, 'a Saturday worked after National Day'],
    ['2026-10-07', false, 'the last day of National Day week'],
    ['2026-11-21', false, 'an ordinary Saturday'],
    ['2026-11-23', true, 'an ordinary Monday'],
    ['2027-01-01', false, 'New Year of a year without a notice'],
    ['2027-10-01', false, 'National Day of a year without a notice'],
    ['2027-10-04', true, 'a Monday that only a notice could free'],
  ])('on %s work: %s (%s)', (date, open) => {
    expect(isWorkday(date, holidays)).toBe(open)
  })

  it('have a notice whose worked days are weekend days and whose days off lie in its year', () => {
    for (const year of holidayYears) {
      for (const date of year.working) expect([0, 6]).toContain(new Date(date).getUTCDay())
      for (const [from, to] of year.off) {
        expect(from <= to && from.startsWith(String(year.year))).toBe(true)
      }
    }
  })

  it('follow a later notice that moves a day of the year before', () => {
    const off = [['2026-12-31', '2027-01-02']] as const
    const next = { year: 2027, off, working: ['2026-12-27'], source: '' }
    const table = makeHolidayTable([next, ...holidayYears])
    expect([isWorkday('2026-12-31', table), isWorkday('2026-12-27', table)]).toEqual([false, true])
  })
})

describe('counting workdays', () => {
  it('skips the nine days of the Spring Festival and counts the worked Saturday', () => {
    // Fri 13 Feb: 14 (worked Sat), 24, 25, 26 …
    expect(addWorkdays('2026-02-13', 1, holidays)).toBe('2026-02-14')
    expect(addWorkdays('2026-02-13', 2, holidays)).toBe('2026-02-24')
  })

  it('always ends on a workday, so many workdays later', () => {
    fc.assert(fc.property(day, fc.integer({ min: 1, max: 60 }), (from, count) => {
      const end = addWorkdays(from, count, holidays)
      expect(isWorkday(end, holidays)).toBe(true)
      expect(workdaysBetween(from, end, holidays)).toBe(count)
      expect(workdaysBetween(end, from, holidays)).toBe(-count)
    }))
  })

  it('never gives who comes later an earlier day', () => {
    fc.assert(fc.property(day, fc.nat(30), fc.integer({ min: 1, max: 40 }), (from, later, count) => {
      const one = addWorkdays(from, count, holidays)
      expect(addWorkdays(addDays(from, later), count, holidays) >= one).toBe(true)
      expect(addWorkdays(from, count + 1, holidays) > one).toBe(true)
    }))
  })

  it('takes days as they come: adding and subtracting agree', () => {
    fc.assert(fc.property(day, fc.integer({ min: -800, max: 800 }), (from, days) => {
      expect(daysBetween(from, addDays(from, days))).toBe(days)
    }))
  })

  it('knows no negative number of workdays', () => {
    expect(() => addWorkdays('2026-11-20', -1, holidays)).toThrow(RangeError)
  })
})
