import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holidays } from '@yima/shared/calendar/holidays'
import { deadline } from '@yima/shared/calendar/deadline'
import { programmes } from '@yima/shared/policy/programmes/index'
import { dueOf, readClock } from '@yima/shared/process/clock'
import { mayPayFirst } from '@yima/shared/process/commands'
import { evolve } from '@yima/shared/process/evolve'
import { planOf } from '@yima/shared/process/plan'
import type { Process, ProcessEvent } from '@yima/shared/process/process'
import { booked, mostToPay, whyNotPay, whyNotSettle, type Room } from '@yima/shared/reserve/fund'
import { limitsAt, mostByRules } from '@yima/shared/reserve/limits'
import { countOwed, owedPapers } from '@yima/shared/reserve/owed'

const place = '990101100000'
const limits = limitsAt(place, '2026-03-02')
const sum = fc.integer({ min: 1, max: 2_000_000 })

describe('a township’s reserve fund', () => {
  it('holds what was put in and not taken out, whatever is asked of it in whichever order, and never less than nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(sum, fc.boolean()), { maxLength: 60 }), (moves) => {
        let fund = { number: 0, balance: 0 }
        const lines: number[] = []
        for (const [fen, isIn] of moves) {
          const next = booked(fund, isIn ? fen : -fen)
          if (next === 'reserve-empty') expect(fund.balance).toBeLessThan(fen)
          else {
            lines.push(isIn ? fen : -fen)
            fund = next
          }
          expect(fund.balance).toBe(lines.reduce((all, one) => all + one, 0))
          expect(fund.balance).toBeGreaterThanOrEqual(0)
          expect(fund.number).toBe(lines.length)
        }
      }),
    )
  })

  it('is moved by no single pair of hands, under whichever name', () => {
    const name = fc.constantFrom('he', 'tan', 'zhou', 'feng')
    const names = fc.uniqueArray(name, { minLength: 1, maxLength: 2 })
    const kind = fc.constantFrom('payment' as const, 'top-up' as const, 'correction' as const)
    fc.assert(
      fc.property(names, names, kind, fc.boolean(), (hands, settlers, what, county) => {
        const proposal = { kind: what, fen: what === 'payment' ? -1000 : 1000, state: 'proposed' as const, hands }
        const refused = whyNotSettle(proposal, { names: settlers, county }, limits)
        if (hands.some((one) => settlers.includes(one))) expect(refused).toBe('reserve-same-hands')
        else expect(refused).toBe(!county && what !== 'payment' ? 'reserve-county' : undefined)
      }),
    )
  })

  it('is settled once, and what the county decides is confirmed by the county', () => {
    const paid = { kind: 'payment' as const, fen: -limits.township - 100, hands: ['he'] }
    const leader = { names: ['tan'], county: false }
    expect(whyNotSettle({ ...paid, state: 'proposed' }, leader, limits)).toBe('reserve-county')
    expect(whyNotSettle({ ...paid, fen: -limits.township, state: 'proposed' }, leader, limits)).toBeUndefined()
    expect(whyNotSettle({ ...paid, state: 'proposed' }, { names: ['zhou'], county: true }, limits)).toBeUndefined()
    for (const state of ['confirmed', 'declined', 'paid', 'returned'] as const)
      expect(whyNotSettle({ ...paid, state }, { names: ['zhou'], county: true }, limits)).toBe('not-allowed-now')
  })

  it('gives nobody more than each limit, and offers exactly what it would give', () => {
    const room = fc.record({ byRules: sum, given: sum, balance: sum }).map((of): Room => ({ ...of, limits }))
    fc.assert(
      fc.property(room, sum, (of, fen) => {
        const most = mostToPay(of)
        expect(whyNotPay(fen, of) === undefined).toBe(fen <= most)
        if (whyNotPay(fen, of) !== undefined) return
        expect(fen).toBeLessThanOrEqual(Math.min(limits.payment, of.byRules, of.balance))
        expect(fen + of.given).toBeLessThanOrEqual(limits.personYear)
      }),
    )
  })

  it('reads its figures from those of the place: months of the standard for everybody who lives there', () => {
    expect(limits).toEqual({ payment: 300_000, personYear: 1_000_000, township: 200_000, year: 5_000_000 })
    expect(mostByRules({}, place, '2026-03-02')).toBe(640 * 6 * 100)
    expect(mostByRules({ hukouClass: 'urban', householdSize: 3 }, place, '2026-03-02')).toBe(800 * 6 * 3 * 100)
  })
})

const began = (emergency: boolean): Process =>
  evolve(undefined, {
    type: 'process-began', on: '2026-03-02', handler: 'he', paperRequests: 0,
    plan: planOf(programmes.temporary, { n: 15, unit: 'workday' }, { emergency, minor: true }),
  })
const then = (process: Process, ...events: ProcessEvent[]): Process => events.reduce<Process>(evolve, process)
const paid: ProcessEvent = { type: 'paid-first', on: '2026-03-03', fen: 100_000, town: place }
const act = { on: '2026-03-06', hands: ['zhou'], basis: '办法', reason: '符合' }

describe('money that comes before the papers', () => {
  it('comes in an emergency alone, also to a child whom no board ever shows, and once', () => {
    expect(mayPayFirst(began(true))).toBe(true)
    expect(mayPayFirst(began(false))).toBe(false)
    expect(mayPayFirst(then(began(true), paid))).toBe(false)
    expect(mayPayFirst(then(began(true), { ...act, type: 'claim-refused' }))).toBe(false)
    expect(mayPayFirst(then(began(true), { ...act, type: 'clock-paused', why: 'supplement' }))).toBe(true)
  })

  it('gives the papers ten working days from that day, which the decision does not begin anew', () => {
    const tenth = deadline('2026-03-03', { n: 10, unit: 'workday' }, holidays)
    const after = then(began(true), paid)
    expect(dueOf(after, holidays)).toEqual(tenth)
    expect(readClock(after, tenth.date, holidays).overdue).toBe(false)
    const decided = then(after, { ...act, type: 'claim-confirmed', afterwards: ['verification', 'visit'] })
    expect(dueOf(decided, holidays)).toEqual(tenth)
    // Money that came back leaves the claim with the days it had.
    expect(dueOf(then(after, { type: 'paid-back', on: '2026-03-04' }), holidays)).toEqual(dueOf(began(true), holidays))
  })

  it('leaves wanted what is not there, and nothing else', () => {
    const nothing = { proven: false, signed: false, papers: [] }
    const after = then(began(true), paid)
    expect(owedPapers(after, nothing).map(({ paper }) => paper)).toEqual(['id-card', 'event-proof', 'commitment', 'authorisation'])
    const asked = [{ paper: 'other', words: '孩子的出院小结', sentOn: null }, { paper: 'event-proof', sentOn: '2026-03-04' }]
    expect(owedPapers(after, { proven: true, signed: true, papers: asked })).toEqual([{ paper: 'other', words: '孩子的出院小结' }])
    const lookedInto = then(after, { ...act, type: 'step-recorded', step: 'verification', outcome: 'done', found: 'fits' })
    expect(owedPapers(lookedInto, { proven: true, signed: true, papers: [] })).toEqual([])
    const sheets = ['commitment', 'authorisation'].map((paper) => ({ paper, sentOn: '2026-03-04' }))
    expect(owedPapers(lookedInto, { proven: true, signed: false, papers: sheets })).toEqual([])
  })

  it('counts for a row what is wanted besides the ID, by the day that the money set, also once every step is done', () => {
    const of = (process: Process, signed = false) => countOwed(process, { signed, papers: [] }, holidays)
    const due = deadline('2026-03-03', { n: 10, unit: 'workday' }, holidays)
    const after = then(began(true), paid)
    expect(of(began(true))).toBeNull()
    expect(of(after)).toEqual({ besides: 3, card: true, due })
    const over = then(after, { ...act, type: 'claim-confirmed', afterwards: [] })
    expect(of(over)).toEqual({ besides: 3, card: true, due })
    expect(of(over, true)).toEqual({ besides: 1, card: true, due })
  })
})
