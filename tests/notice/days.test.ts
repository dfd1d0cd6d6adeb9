import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holidays } from '@yima/shared/calendar/holidays'
import { deadline } from '@yima/shared/calendar/deadline'
import { addDays } from '@yima/shared/calendar/working-days'
import { countedOn, countsDay, lastDay, mayCount, missedDays } from '@yima/shared/notice/days'
import { evolve } from '@yima/shared/process/evolve'
import type { ProcessEvent } from '@yima/shared/process/process'
import { maySit } from '@yima/shared/process/seat'
import { passTime } from '@yima/shared/process/time'
import { viewOf } from '@yima/shared/process/view'
import { decide, isRefusal } from '@yima/shared/process/workflow'
import { runs } from '../fixtures/runs.ts'
import { anyProgramme, fullStaff, give, live, moves, offices, system, type Lived } from '../process/lives.ts'

const terms = fc.record({ n: fc.integer({ min: 1, max: 15 }), unit: fc.constantFrom('day' as const, 'workday' as const) })
const said = { basis: '反家庭暴力法', reason: '有人扬言报复' }
const day = fc.integer({ min: 0, max: 300 }).map((at) => addDays('2026-01-05', at))

describe('the days of a notice', () => {
  it('count by nine of ten looks that were due, whether the others found something else or never happened, or by a photo of the board', () => {
    expect([129, 130].map((right) => countsDay({ probes: 144, right, photo: false }))).toEqual([false, true])
    expect([129, 130].map((probes) => countsDay({ probes, right: probes, photo: false }))).toEqual([false, true])
    expect(countsDay({ probes: 150, right: 134, photo: false })).toBe(false)
    expect(countsDay({ probes: 0, right: 0, photo: false })).toBe(false)
    expect(countsDay({ probes: 3, right: 0, photo: true })).toBe(true)
  })

  it('that the clock of a demonstration went over count by one look', () => {
    const passed = (probes: number, right: number) => countsDay({ probes, right, photo: false, passed: true })
    expect([passed(0, 0), passed(1, 0), passed(1, 1), passed(5, 4)]).toEqual([false, false, true, false])
  })

  it('end like any term where every day counted', () =>
    fc.assert(fc.property(day, terms, (from, term) => {
      expect(lastDay({ from, term }, holidays)).toBe(deadline(from, term, holidays).date)
    })))

  it('are as many as have to be, whatever went wrong, and the end is no earlier for any of it', () =>
    fc.assert(fc.property(day, terms, fc.array(fc.boolean(), { maxLength: 40 }), (from, term, went) => {
      const counts = (on: string): boolean => went[Math.round((Date.parse(on) - Date.parse(from)) / 86_400_000) - 1] ?? true
      const missed = missedDays({ from, term }, '2027-12-31', counts, holidays)
      const to = lastDay({ from, term, missed }, holidays)
      const hung = Array.from({ length: 400 }, (_, at) => addDays(from, at + 1)).filter((on) => on <= to)
      const good = hung.filter((on) => mayCount({ from, term }, on, holidays) && !missed.includes(on))
      expect(good.length).toBeGreaterThanOrEqual(term.n)
      expect(good.slice(0, term.n).every(counts)).toBe(true)
      expect(to >= lastDay({ from, term }, holidays)).toBe(true)
      expect(countedOn({ from, to, term, missed }, addDays(to, 1), holidays)).toEqual({ from, to, needed: term.n, counted: term.n, missed: missed.length })
    })))
})

/** Of every notice that ended: the days between, and those of them that did not count. */
function ends(events: readonly ProcessEvent[]): { from: string; n: number; counted: number; judged: boolean; on: string }[] {
  let posted: Extract<ProcessEvent, { type: 'notice-posted' | 'notice-restarted' }> | undefined
  let judged: Extract<ProcessEvent, { type: 'notice-judged' }> | undefined
  return events.flatMap((event) => {
    if (event.type === 'notice-posted' || event.type === 'notice-restarted') [posted, judged] = [event, undefined]
    if (event.type === 'notice-judged') judged = event
    if (event.type !== 'notice-ended' || posted?.term === undefined) return []
    const { on: from, term } = posted
    const days = Array.from({ length: 200 }, (_, at) => addDays(from, at + 1)).filter((one) => one < event.on)
    // What comes after its own last day is no day of it.
    const counted = days.filter((one) => one <= (judged?.to ?? '') && mayCount({ from, term }, one, holidays) && !judged?.missed.includes(one))
    return [{ from, n: term.n, counted: counted.length, judged: (judged?.judgedTo ?? '') >= (judged?.to ?? '9'), on: event.on }]
  })
}

describe('a claim whose notice hangs', () => {
  it('is never over, nor confirmed, before its days were judged and enough of them counted, whatever anybody tries', () => {
    let seen = 0
    fc.assert(fc.property(anyProgramme, offices, moves, (programme, office, all) => {
      const lives = live(programme, office, all)
      const { events } = lives.at(-1) as Lived
      for (const { n, counted, judged } of ends(events)) {
        seen += 1
        expect(judged).toBe(true)
        expect(counted).toBeGreaterThanOrEqual(n)
      }
      const [first, ...rest] = events
      if (first) expect(rest.reduce(evolve, evolve(undefined, first))).toEqual((lives.at(-1) as Lived).process)
    }), { numRuns: runs(500) })
    expect(seen).toBeGreaterThan(20)
  })

  const office = { staff: fullStaff, excluded: [] }
  const posted = (): Lived => {
    const lived = live('dibao', office, [])[0] as Lived
    const hanging: ProcessEvent[] = [{ type: 'notice-posted', on: lived.today, hands: ['clerk'], basis: 'x', reason: 'y', to: '2026-03-09', term: { n: 7, unit: 'day' } }]
    const done = (['verification', 'visit', 'appraisal'] as const).map((step): ProcessEvent => ({
      type: 'step-recorded', on: lived.today, hands: ['clerk'], basis: 'x', reason: 'y', step, outcome: 'done', found: 'fits',
    }))
    const opinion: ProcessEvent = { type: 'opinion-given', on: lived.today, hands: ['clerk'], basis: 'x', reason: 'y', opinion: 'confirm' }
    return { ...lived, process: [...done, opinion, ...hanging].reduce(evolve, lived.process) }
  }
  const judge = (lived: Lived, upTo: string, missed: string[], today: string) => give(lived, { type: 'judge-notice', upTo, missed }, system, office, today)
  const over = ({ process }: Lived, today: string) => passTime(process, { ...office, today, table: holidays }).some(({ type }) => type === 'notice-ended')

  it('is decided by nobody who photographed its board: their picture made a day count', () => {
    const may = ({ process }: Lived) => fullStaff.filter((one) => maySit(process, 'confirmation', one)).map(({ id }) => id)
    const before = posted()
    const after = give(before, { type: 'file-board', by: ['county'], notice: 'n', photo: 'p', day: '2026-03-03' }, system, office, '2026-03-03')
    expect(may(before)).toContain('county')
    expect(may(after)).toEqual(may(before).filter((id) => id !== 'county'))
  })

  it('is decided by nobody who took it off the board, nor by whoever posted it again; and its days begin anew', () => {
    const may = ({ process }: Lived) => fullStaff.filter((one) => maySit(process, 'confirmation', one)).map(({ id }) => id)
    const before = posted()
    const taken = give(before, { ...said, type: 'withhold-notice', by: ['county'] }, system, office, '2026-03-04')
    expect(may(taken)).toEqual(may(before).filter((id) => id !== 'county'))
    const again = give(taken, { ...said, type: 'restart-notice', by: ['leader'], since: '2026-03-04' }, system, office, '2026-03-06')
    expect(again.process.notice).toEqual({ from: '2026-03-06', to: '2026-03-13', term: { n: 7, unit: 'day' } })
    expect(again.process.posters).toEqual(['clerk', 'leader'])
    expect(may(again)).not.toContain('county')
    // Days that were over before nobody could read it any more were read.
    const read = { ...again, process: evolve(judge(before, '2026-03-09', [], '2026-03-10').process, { type: 'notice-ended', on: '2026-03-10' }) }
    const why = decide(read.process, { ...said, type: 'restart-notice', by: [], since: '2026-03-12' }, { actor: system, today: '2026-03-13', table: holidays, ...office })
    expect(isRefusal(why) && why.refused).toBe('not-due')
  })

  it('waits one day longer for each that did not count, and no longer for one that a photo brings back', () => {
    const missed = judge(posted(), '2026-03-04', ['2026-03-04'], '2026-03-05')
    expect(missed.process.notice?.to).toBe('2026-03-10')
    expect(viewOf(missed.process, '2026-03-05', holidays).notice).toEqual({ from: '2026-03-02', to: '2026-03-10', needed: 7, counted: 1, missed: 1 })
    expect(over(judge(missed, '2026-03-09', ['2026-03-04'], '2026-03-10'), '2026-03-10')).toBe(false)
    const regained = judge(missed, '2026-03-05', [], '2026-03-06')
    expect(regained.process.notice?.to).toBe('2026-03-09')
    expect(over(judge(regained, '2026-03-09', [], '2026-03-10'), '2026-03-10')).toBe(true)
  })

  it('is not over while nobody looked back on its last days', () => {
    expect(over(posted(), '2026-04-01')).toBe(false)
    expect(over(judge(posted(), '2026-03-31', [], '2026-04-01'), '2026-04-01')).toBe(true)
  })

  it('ends as before where it was posted before days were counted', () => {
    const { term: _, ...old } = posted().process.notice ?? { from: '', to: '' }
    const lived = { ...posted(), process: { ...posted().process, notice: old } }
    expect([over(lived, '2026-03-09'), over(lived, '2026-03-10')]).toEqual([false, true])
  })
})
