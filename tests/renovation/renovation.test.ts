import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holidays } from '@yima/shared/calendar/holidays'
import { isWorkday } from '@yima/shared/calendar/working-days'
import { decide, type Doing, type RenovationCommand } from '@yima/shared/renovation/decide'
import { mostArea, usualDays } from '@yima/shared/renovation/limits'
import { nextOf } from '@yima/shared/renovation/next'
import { begun, evolve, isFinished, isStopped, releasedOf, spots, type Picture, type Renovation, type RenovationEvent } from '@yima/shared/renovation/renovation'
import { partsOf, sharesAt, stages } from '@yima/shared/renovation/stages'
import { ownView, pairsOf } from '@yima/shared/renovation/view'
import { runs } from '../fixtures/runs.ts'

const region = '990101100201'
const people = ['clerk', 'colleague', 'leader', 'builder'] as const
let minute = 0
/** Every act comes a minute after the one before. */
const now = (): string => new Date(Date.UTC(2026, 3, 1, 2, (minute += 1))).toISOString()
const doing = (by: string, today?: string): Doing =>
  ({ by, called: by, region, ...(today ? { today, now: `${today}T02:00:00.000Z` } : { today: '2026-04-01', now: now() }) })
const house = (subsidy = 2_800_000): Renovation => begun({ subsidy, grade: 'D', persons: 2, openedOn: '2026-03-02' })
const from = (...of: readonly Picture['spot'][]): Picture[] => of.map((spot) => ({ spot, picture: `${spot}-${of.length}` }))

const surveyed: RenovationCommand = {
  type: 'survey', from: 'housing', on: '2026-03-05', graders: ['韩冰'], parts: [{ part: 'walls', state: 'dangerous' }], grade: 'D', words: '墙体开裂', pictures: from('front', 'inside'),
}
const planned: RenovationCommand = {
  type: 'plan', way: 'rebuild', builtBy: 'contract', builder: 'builder', persons: 2, area: 60, cost: 40_000, own: 6000, loan: 10_000,
  from: '2026-03-16', until: '2026-06-20', signed: { how: 'signed', picture: 'signature' },
}

/** The works after these commands; throws where one of them is refused. */
function after(works: Renovation, ...all: readonly (readonly [string, RenovationCommand, string?])[]): Renovation {
  return all.reduce((now, [by, command, today]) => {
    const decided = decide(now, command, doing(by, today))
    if ('refused' in decided) throw new Error(decided.refused)
    return decided.reduce(evolve, now)
  }, works)
}
const refusedOf = (works: Renovation, by: string, command: RenovationCommand): string => {
  const decided = decide(works, command, doing(by))
  return 'refused' in decided ? decided.refused : 'done'
}
let looks = 0
const look = (of: Partial<Extract<RenovationCommand, { type: 'inspect' }>> = {}): RenovationCommand => ({
  type: 'inspect', id: `look-${(looks += 1)}`, at: now(), found: 'good', words: '按图施工', pictures: from('front'), ...of,
})
const proposal = (pictures = from('front')): RenovationCommand => ({ type: 'propose', id: 'first', words: '到位', pictures })
const accept: RenovationCommand = { type: 'accept', acceptance: 'first' }
const underWay = (): Renovation => after(house(), ['clerk', surveyed], ['clerk', planned])

describe('the parts of a subsidy', () => {
  it('are the subsidy exactly, whatever it is and in whichever shares', () => {
    const share = fc.integer({ min: 1, max: 97 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), fc.tuple(share, share, share, share), (fen, [foundation, walls, roof, finished]) => {
        const parts = partsOf(fen, { foundation, walls, roof, finished })
        expect(parts.reduce((sum, part) => sum + part.fen, 0)).toBe(fen)
        expect(parts.every((part) => part.fen >= 0)).toBe(true)
        expect(parts.map(({ stage }) => stage)).toEqual(stages)
      }),
      { numRuns: runs(300) },
    )
  })

  it('are four, whose shares make a whole, and are only expected where nobody published them', () => {
    const { shares, provisional, source } = sharesAt(region, '2026-03-02')
    expect(Object.values(shares).reduce((sum, one) => sum + one, 0)).toBe(100)
    expect([Object.keys(shares).length, provisional, source.length > 0]).toEqual([4, true, true])
    expect(() => sharesAt(region, '2019-12-31')).toThrow(RangeError)
  })
})

describe('the works on a house', () => {
  it('keep to the grade that was decided on, to so many square metres, to the money there is, and to days in their order', () => {
    expect(refusedOf(house(), 'clerk', { ...surveyed, grade: 'C' })).toBe('renovation-grade')
    expect(refusedOf(house(), 'clerk', planned)).toBe('not-allowed-now')
    const seen = after(house(), ['clerk', surveyed])
    expect(refusedOf(seen, 'clerk', { ...planned, way: 'repair' })).toBe('renovation-way')
    expect([mostArea(2, '2026-04-01'), mostArea(5, '2026-04-01'), usualDays(80, '2026-04-01')]).toEqual([60, 90, 74])
    expect(refusedOf(seen, 'clerk', { ...planned, area: 61 })).toBe('renovation-area')
    expect(refusedOf(seen, 'clerk', { ...planned, area: 90, persons: 5 })).toBe('done')
    expect(refusedOf(seen, 'clerk', { ...planned, cost: 44_001 })).toBe('renovation-money')
    expect(refusedOf(seen, 'clerk', { ...planned, until: planned.from })).toBe('renovation-days')
    expect(refusedOf(seen, 'clerk', look())).toBe('not-allowed-now')
  })

  it('are looked at by the fifteenth day, moved to a workday, from a place of before', () => {
    const works = underWay()
    // 16 March and fifteen days: Tuesday, 31 March.
    expect(nextOf(works, region, holidays)).toEqual({ what: 'inspect', due: { date: '2026-03-31', provisional: false } })
    expect(refusedOf(works, 'clerk', look({ pictures: from('side') }))).toBe('renovation-spot')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), (plus) => {
        const at = new Date(Date.UTC(2026, 2, 17 + plus, 3)).toISOString()
        const next = nextOf(after(works, ['clerk', look({ at })]), region, holidays)
        expect(next?.what).toBe('inspect')
        expect(isWorkday(next?.due.date ?? '', holidays)).toBe(true)
        expect((next?.due.date ?? '') > at.slice(0, 10)).toBe(true)
      }),
      { numRuns: runs(60) },
    )
    expect(nextOf(house(), region, holidays)?.what).toBe('survey')
    expect(nextOf(after(house(), ['clerk', surveyed]), region, holidays)?.what).toBe('plan')
    const proposed = after(works, ['clerk', look()], ['leader', proposal()])
    expect(nextOf(proposed, region, holidays)?.what).toBe('settle')
  })

  it('are accepted by two people, neither the builder nor the only one who looked, and by nobody unseen', () => {
    const works = underWay()
    expect(refusedOf(works, 'leader', proposal())).toBe('renovation-not-seen')
    const seen = after(works, ['clerk', look()])
    expect(refusedOf(seen, 'clerk', proposal())).toBe('renovation-only-inspector')
    expect(refusedOf(seen, 'builder', proposal())).toBe('renovation-builder')
    const proposed = after(seen, ['leader', proposal()])
    expect(refusedOf(proposed, 'leader', accept)).toBe('renovation-same-hands')
    expect(refusedOf(proposed, 'clerk', accept)).toBe('renovation-only-inspector')
    expect(refusedOf(proposed, 'builder', accept)).toBe('renovation-builder')
    const standingIn = decide(proposed, accept, { ...doing('colleague'), for: 'leader' })
    expect(standingIn).toEqual({ refused: 'renovation-same-hands' })
    expect(refusedOf(proposed, 'colleague', { type: 'accept', acceptance: 'another' })).toBe('changed-meanwhile')
    const both = after(seen, ['colleague', look()], ['clerk', proposal()], ['colleague', accept])
    expect(releasedOf(both)).toBe(700_000)
    // Who came along looked, too.
    expect(refusedOf(after(works, ['clerk', look({ companion: 'colleague' })]), 'clerk', proposal())).toBe('done')
  })

  it('are accepted by nobody while they are stopped, not even where that was proposed before', () => {
    const proposed = after(underWay(), ['clerk', look()], ['leader', proposal()])
    const stopped = after(proposed, ['clerk', { type: 'stop', reason: '墙体倾斜' }])
    expect([isStopped(stopped), stopped.proposed]).toEqual([true, null])
    expect(refusedOf(stopped, 'leader', proposal())).toBe('renovation-stopped')
    expect(refusedOf(stopped, 'clerk', { type: 'stop', reason: '再停' })).toBe('not-allowed-now')
    expect(refusedOf(stopped, 'clerk', look())).toBe('done')
    const on = after(stopped, ['leader', { type: 'resume', reason: '已加固' }])
    expect(refusedOf(on, 'leader', proposal())).toBe('done')
    expect(refusedOf(on, 'leader', { type: 'resume', reason: '再来' })).toBe('not-allowed-now')
  })

  it('end with a picture from every place of before, and their family sees both side by side', () => {
    const round = (works: Renovation, pictures: Picture[], today?: string): Renovation =>
      after(works, ['clerk', look()], ['leader', proposal(pictures), today], ['colleague', accept, today])
    const three = round(round(round(underWay(), from('front')), from('front')), from('front'))
    expect(refusedOf(after(three, ['clerk', look()]), 'leader', proposal(from('front')))).toBe('renovation-after')
    const all = round(three, from('front', 'inside'), '2026-06-01')
    expect([isFinished(all), releasedOf(all), nextOf(all, region, holidays)]).toEqual([true, 2_800_000, undefined])
    expect(pairsOf(all)).toEqual([
      { spot: 'front', before: 'front-2', since: '2026-03-05', after: 'front-2', on: '2026-06-01' },
      { spot: 'inside', before: 'inside-2', since: '2026-03-05', after: 'inside-2', on: '2026-06-01' },
    ])
    expect(ownView(all, region, holidays)).toMatchObject({ state: 'finished', look: null, released: 2_800_000, stopped: null, provisional: true })
    expect(refusedOf(all, 'leader', proposal(from('front', 'inside')))).toBe('not-allowed-now')
    expect(refusedOf(all, 'clerk', { type: 'stop', reason: '停工' })).toBe('not-allowed-now')
    expect(refusedOf(all, 'clerk', look({ at: '2026-06-02T03:00:00.000Z' }))).toBe('not-allowed-now')
    // What was seen before the end, and comes only now from a phone without a network, still comes in.
    expect(refusedOf(all, 'clerk', look({ at: '2026-05-30T03:00:00.000Z' }))).toBe('done')
  })

  it('release each part once, in its order, after an acceptance by two and never while stopped, whatever is tried', () => {
    const who = fc.constantFrom(...people)
    const pictures = fc.oneof(fc.constant([...spots]), fc.subarray([...spots], { minLength: 1 })).map((some) => from(...some))
    const one = (of: RenovationCommand) => fc.constant(of)
    const command = fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom<RenovationCommand>(surveyed, planned, { type: 'stop', reason: '停' }, { type: 'decline', acceptance: 'first', reason: '不行' }) },
      { weight: 1, arbitrary: one({ type: 'resume', reason: '复' }) },
      { weight: 3, arbitrary: one(accept) },
      { weight: 3, arbitrary: pictures.map(proposal) },
      { weight: 3, arbitrary: fc.tuple(pictures, fc.option(who, { nil: undefined })).map(([some, companion]) => look({ pictures: some, ...(companion ? { companion } : {}) })) },
    )
    let finished = 0
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.array(fc.tuple(who, command), { minLength: 30, maxLength: 220, size: 'max' }), (subsidy, all) => {
        let works = after(house(subsidy), ['clerk', surveyed])
        const released: Extract<RenovationEvent, { type: 'renovation-accepted' }>[] = []
        for (const [by, one] of all) {
          const decided = decide(works, one.type === 'plan' ? { ...one, cost: 1 } : one.type === 'inspect' ? { ...one, at: now() } : one, doing(by))
          if ('refused' in decided) continue
          for (const event of decided) {
            if (event.type === 'renovation-accepted') {
              expect(isStopped(works)).toBe(false)
              expect([event.acceptance.by, event.acceptance.second.by]).not.toContain('builder')
              expect(event.acceptance.by).not.toBe(event.acceptance.second.by)
              released.push(event)
            }
            works = evolve(works, event)
          }
        }
        expect(released.map(({ stage }) => stage)).toEqual(stages.slice(0, released.length))
        expect(released.reduce((sum, { part }) => sum + part.fen, 0)).toBe(releasedOf(works))
        if (isFinished(works)) {
          finished += 1
          expect(releasedOf(works)).toBe(subsidy)
        } else expect(releasedOf(works)).toBeLessThanOrEqual(subsidy)
      }),
      { numRuns: runs(100) },
    )
    // The walk must come to the end now and then, or it says nothing of it.
    expect(finished).toBeGreaterThan(0)
  })
})
