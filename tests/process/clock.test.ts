import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holidays } from '@yima/shared/calendar/holidays'
import { addDays } from '@yima/shared/calendar/working-days'
import { readClock } from '@yima/shared/process/clock'
import { begin, fullStaff, give, live, moves, offices, anyProgramme, officer, resident, system, type Lived } from './lives.ts'

const office = { staff: fullStaff, excluded: [] }
const clerk = officer('clerk', 'clerk')
const leader = officer('leader', 'leader')
const said = { basis: '民发〔2021〕57号', reason: '按规定' }
const read = ({ process }: Lived, today: string) => readClock(process, today, holidays)

// Accepted on Monday 2 March 2026: thirty workdays end on Tuesday 14 April; 6 April is a holiday.
const accepted = begin('dibao', '2026-03-02', office)

describe('the clock of a claim', () => {
  it('counts thirty workdays of dibao past the holiday, and names the day', () => {
    expect(read(accepted, '2026-03-02')).toMatchObject({ due: { date: '2026-04-14', provisional: false }, used: 0, warning: null })
  })

  it('warns at half, at four fifths and on the last day, and is late the day after', () => {
    expect(read(accepted, '2026-03-20')).toMatchObject({ used: 46, warning: null })
    expect(read(accepted, '2026-03-23')).toMatchObject({ used: 50, warning: 50 })
    expect(read(accepted, '2026-04-03')).toMatchObject({ used: 80, warning: 80 })
    expect(read(accepted, '2026-04-14')).toMatchObject({ used: 100, warning: 100, overdue: false })
    expect(read(accepted, '2026-04-15')).toMatchObject({ used: 103, warning: 100, overdue: true })
  })

  it('stands still while papers are waited for, says why, and gives exactly those days back', () => {
    const asked = give(accepted, { ...said, type: 'ask-papers' }, clerk, office, '2026-03-09')
    expect(read(asked, '2026-03-30')).toMatchObject({ due: null, paused: 'supplement', overdue: false })
    const back = give(asked, { type: 'papers-in' }, resident, office, '2026-03-16')
    expect(read(back, '2026-03-16')).toMatchObject({ due: { date: '2026-04-21' }, paused: null })
    expect([read(asked, '2026-03-30').used, read(back, '2026-03-16').used]).toEqual([16, 16])
  })

  it('runs on under a notice', () => {
    expect(read(accepted, '2026-03-02').due).toEqual(read(live('dibao', office, [])[0]!, '2026-03-10').due)
  })

  it('becomes forty-five workdays once, by somebody above who says why', () => {
    const longer = give(accepted, { ...said, type: 'extend' }, leader, office, '2026-04-01')
    expect(read(longer, '2026-04-15')).toMatchObject({ due: { date: '2026-05-08' }, overdue: false })
    expect(give(longer, { ...said, type: 'extend' }, leader, office).events).toHaveLength(longer.events.length)
    expect(give(accepted, { ...said, type: 'extend' }, clerk, office).events).toHaveLength(accepted.events.length)
  })

  it('lets the applicant urge once, and only when it is late; then it goes up where everybody sees it', () => {
    const early = give(accepted, { type: 'urge' }, resident, office, '2026-04-14')
    expect(early.process.urged).toBe(false)
    const urged = give(accepted, { type: 'urge' }, resident, office, '2026-04-15')
    expect(urged.process.urged).toBe(true)
    expect(give(urged, { type: 'urge' }, resident, office, '2026-04-20').events).toHaveLength(urged.events.length)
    const up = give(urged, { type: 'raise-overdue' }, system, office, '2026-04-15')
    expect(up.process.raised).toEqual({ visit: { to: 'county', why: 'overdue' } })
    expect(up.events.at(-1)).toMatchObject({ type: 'step-raised', why: 'overdue' })
  })

  it('gives a step its own days, from when it became open', () => {
    expect(read(accepted, '2026-03-02').steps).toEqual([{ step: 'visit', due: { date: '2026-03-05', provisional: false } }])
  })

  it('is the same on every day for everybody, never jumps back, and never is late while it stands still', () => {
    fc.assert(fc.property(anyProgramme, offices, moves, fc.nat(200), (programme, some, all, days) => {
      const lived = live(programme, some, all).at(-1)!
      const today = addDays(lived.today, days)
      const one = read(lived, today)
      expect(read({ ...lived, process: JSON.parse(JSON.stringify(lived.process)) }, today)).toEqual(one)
      if (one.paused !== null) expect([one.due, one.overdue]).toEqual([null, false])
      else expect(read(lived, addDays(today, 1)).used).toBeGreaterThanOrEqual(one.used)
      if (one.overdue) expect(one.warning).toBe(100)
    }), { numRuns: 100 })
  })
})
