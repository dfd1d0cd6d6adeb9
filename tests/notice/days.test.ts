import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holidays } from '@yima/shared/calendar/holidays'
import { deadline } from '@yima/shared/calendar/deadline'
import { addDays } from '@yima/shared/calendar/working-days'
import { countedOn, countsDay, lastDay, mayCount, missedDays } from '@yima/shared/notice/days'
import { evolve } from '@yima/shared/process/evolve'
import type { ProcessEvent } from '@yima/shared/process/process'
import { passTime } from '@yima/shared/process/time'
import { viewOf } from '@yima/shared/process/view'
import { anyProgramme, fullStaff, give, live, moves, offices, system, type Lived } from '../process/lives.ts'

const terms = fc.record({ n: fc.integer({ min: 1, max: 15 }), unit: fc.constantFrom('day' as const, 'workday' as const) })
const day = fc.integer({ min: 0, max: 300 }).map((at) => addDays('2026-01-05', at))

describe('the days of a notice', () => {
  it('count by nine looks of ten, or by a photo of the board', () => {
    expect(countsDay({ probes: 10, right: 9, photo: false })).toBe(true)
    expect(countsDay({ probes: 144, right: 129, photo: false })).toBe(false)
    expect(countsDay({ probes: 0, right: 0, photo: false })).toBe(false)
    expect(countsDay({ probes: 3, right: 0, photo: true })).toBe(true)
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
  let posted: Extract<ProcessEvent, { type: 'notice-posted' }> | undefined
  let judged: Extract<ProcessEvent, { type: 'notice-judged' }> | undefined
  return events.flatMap((event) => {
    if (event.type === 'notice-posted') [posted, judged] = [event, undefined]
    if (event.type === 'notice-judged') judged = event
    if (event.type !== 'notice-ended' || posted?.term === undefined) return []
    const { on: from, term } = posted
    const days = Array.from({ length: 200 }, (_, at) => addDays(from, at + 1)).filter((one) => one < event.on)
    const counted = days.filter((one) => mayCount({ from, term }, one, holidays) && !judged?.missed.includes(one))
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
    }), { numRuns: 300 })
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
