import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holidays } from '@yima/shared/calendar/holidays'
import { programmes } from '@yima/shared/policy/programmes/index'
import type { Programme } from '@yima/shared/policy/programme'
import { allowed, processCommandNames } from '@yima/shared/process/commands'
import { evolve } from '@yima/shared/process/evolve'
import type { Process, ProcessEvent } from '@yima/shared/process/process'
import { isThere } from '@yima/shared/process/dispatch'
import { isGuest } from '@yima/shared/process/joint'
import { hadHands, namesOf, seatOf } from '@yima/shared/process/seat'
import { isRunning } from '@yima/shared/process/stage'
import { passTime } from '@yima/shared/process/time'
import { waitsOf } from '@yima/shared/process/waits'
import { nextLook } from '@yima/shared/process/clock'
import { addDays } from '@yima/shared/calendar/working-days'
import { turnOf } from '@yima/shared/process/turn'
import { decide, isRefusal, raiseUnmanned } from '@yima/shared/process/workflow'
import type { Officer } from '@yima/shared/process/seat'
import { anyProgramme, countedAll, live, moves, offices, resident, system, type Lived } from './lives.ts'

const runs = { numRuns: 50 * Number(process.env['YIMA_RUNS'] ?? '1') }

/** What still counts when a claim is confirmed, told by the events alone: what was sent back does not. */
function standing(events: readonly ProcessEvent[]): { done: Map<string, ProcessEvent>; looked: Set<string>; awaited: Set<string> } {
  const order = ['verification', 'visit', 'appraisal', 'opinion', 'review', 'notice']
  const done = new Map<string, ProcessEvent>()
  const looked = new Set<string>()
  const awaited = new Set<string>()
  let stood: ProcessEvent | undefined
  const backTo = (step: string): void => {
    // A visit stands whatever the check of means says; no notice hangs on what the federation says.
    const stays = { verification: 'visit', review: 'notice' }[step]
    const void_ = (step === 'verification' ? order : order.slice(order.indexOf(step))).filter((one) => one !== stays)
    for (const one of void_) done.delete(one)
  }
  for (const event of events) {
    if (event.type === 'step-recorded') done.set(event.step, event)
    if (event.type === 'report-renewed') {
      const before = done.get('verification')
      if (before && 'found' in before && before.found !== event.found) backTo('verification')
      done.set('verification', event)
    }
    if (event.type === 'opinion-given') done.set('opinion', event)
    if (event.type === 'notice-ended') done.set('notice', event)
    if (event.type === 'claim-sent-back') backTo(event.to)
    if (event.type === 'reappraisal-asked') {
      stood = done.get('notice') ?? stood
      backTo('appraisal')
    }
    // What rests on a consent that was taken back counts no longer.
    if (event.type === 'verification-fenced') backTo('verification')
    if (event.type === 'joint-asked') event.of.forEach((desk) => awaited.add(desk))
    if (event.type === 'joint-view-given') awaited.delete(event.desk)
    if (event.type === 'joint-waived') awaited.clear()
    if (event.type === 'clock-resumed' && event.again !== null) backTo(event.again)
    if (event.type === 'notice-posted') stood = undefined
    if (event.type === 'objection-examined' && event.again !== null) {
      stood = event.again === 'notice' ? undefined : (done.get('notice') ?? stood)
      backTo(event.again)
    }
    // What a notice showed has not changed: it has hung its time.
    if (event.type === 'notice-kept' && stood) done.set('notice', stood)
    if (['step-recorded', 'report-renewed', 'opinion-given', 'facts-settled'].includes(event.type) && 'hands' in event) event.hands.forEach((one) => looked.add(one))
  }
  return { done, looked, awaited }
}

const confirmedAt = ({ events }: Lived): number => events.findIndex(({ type }) => type === 'claim-confirmed')

function expectLawful(lived: Lived): void {
  const at = confirmedAt(lived)
  const confirmation = lived.events[at]
  if (confirmation?.type !== 'claim-confirmed') return
  const { done, looked, awaited } = standing(lived.events.slice(0, at))
  const { process: rules }: Programme = programmes[lived.programme]
  const comesFirst = rules.verification === 'afterwards' && rules.notice.kind === 'none'
  if (rules.verification !== 'none' && !comesFirst) expect(done.has('verification')).toBe(true)
  if (rules.visit === 'always' || rules.visit === 'optional') expect(done.has('visit')).toBe(true)
  if (rules.appraisal !== 'none') expect(done.has('appraisal')).toBe(true)
  if (rules.notice.kind !== 'none') expect(done.has('notice')).toBe(true)
  if (programmes[lived.programme].confirms === 'federation-then-civil-affairs') expect(done.has('review')).toBe(true)
  expect([...awaited]).toEqual([])
  expect(done.get('opinion')).toMatchObject({ opinion: 'confirm' })
  const visit = done.get('visit')
  if (visit?.type === 'step-recorded' && visit.outcome === 'done') expect(new Set(visit.hands).size).toBeGreaterThan(1)
  expect(confirmation.hands.filter((one) => looked.has(one))).toEqual([])
}

describe('a claim after acceptance, whatever anybody tries', () => {
  it('is confirmed only after its steps, by somebody who did not look into it', () => {
    let confirmed = 0
    fc.assert(fc.property(anyProgramme, offices, moves, (programme, office, all) => {
      const last = live(programme, office, all).at(-1)
      if (!last) return
      confirmed += confirmedAt(last) >= 0 ? 1 : 0
      expectLawful(last)
    }), runs)
    expect(confirmed).toBeGreaterThan(10)
  })

  it('is touched by no relative and nobody accused', () => {
    fc.assert(fc.property(anyProgramme, offices, moves, (programme, office, all) => {
      const { events } = live(programme, office, all).at(-1)!
      const hands = events.flatMap((event) => ('hands' in event ? event.hands : []))
      expect(hands.filter((one) => office.excluded.includes(one))).toEqual([])
    }), runs)
  })

  it('bears with every act who did it, on what ground and why', () => {
    fc.assert(fc.property(anyProgramme, offices, moves, (programme, office, all) => {
      const { events } = live(programme, office, all).at(-1)!
      for (const [at, event] of events.entries()) {
        if (!('basis' in event) || ['papers-in', 'clock-resumed', 'board-filed'].includes(event.type)) continue
        expect(event.basis.trim(), JSON.stringify(event)).not.toBe('')
        // The first request for papers speaks for itself, also where asking takes it over.
        const asks = event.type === 'claim-taken-over' ? events[at + 1] : event
        if (asks?.type !== 'clock-paused' || asks.why !== 'supplement') expect(event.reason.trim(), JSON.stringify(event)).not.toBe('')
        // What the family asks for by itself is nobody's hand.
        const isFamily = event.type === 'reappraisal-asked' && event.by === 'family'
        if (event.type !== 'clock-paused' && event.type !== 'verification-fenced' && !isFamily) expect(event.hands.length).toBeGreaterThan(0)
      }
    }), runs)
  })

  it('always has somebody who may go on, or says why nobody does', () => {
    fc.assert(fc.property(anyProgramme, offices, moves, (programme, office, all) => {
      for (const lived of live(programme, office, all)) {
        const turn = turnOf(lived.process, office)
        expect(turn.waits === 'over').toBe(!isRunning(lived.process))
        if (turn.waits === 'office')
          for (const { who } of turn.steps) for (const one of who) expect(allowed(lived.process, one, office.excluded)).not.toEqual([])
        if (turn.waits === 'nobody') expectEmptyCounty(lived.process, office)
      }
    }), runs)
  })

  it('has gone up as far as anybody sits, whenever nobody below may do the next step', () => {
    fc.assert(fc.property(anyProgramme, offices, moves, (programme, office, all) => {
      for (const { process, today } of live(programme, office, all)) expect(raiseUnmanned(process, { ...office, today })).toEqual([])
    }), runs)
  })

  it('lies on the desk of everybody who may go on, and on no other', () => {
    fc.assert(fc.property(anyProgramme, offices, moves, (programme, office, all) => {
      for (const { process } of live(programme, office, all)) {
        const turn = turnOf(process, office)
        const nameOf = (one: Officer): string => (seatOf(one) === 'township' && process.sent?.to?.startsWith('99') ? process.sent.to : String(seatOf(one)))
        const open = turn.waits === 'office' ? turn.steps.flatMap(({ step, who }) => who.map((one) => `${nameOf(one)}:${step}`)) : []
        // What was sent and what is asked for wait beside the steps.
        const waits = waitsOf(process).filter((wait) => !/:(take-over|view)$/.test(wait))
        expect(open.filter((one) => !waits.includes(one))).toEqual([])
        // A step that waits where somebody sits may be done there.
        const sits = (wait: string): boolean => office.staff.some((one) => nameOf(one) === wait.split(':')[0] && isTheirs(process, wait, one, office.excluded))
        expect(waits.filter((wait) => !open.includes(wait) && sits(wait))).toEqual([])
        if (['over', 'applicant'].includes(turn.waits)) expect(waits).toEqual([])
      }
    }), runs)
  })

  it('is found by the sweep on the day on which time brings something about, and not before', () => {
    let found = 0
    fc.assert(fc.property(anyProgramme, offices, moves, fc.nat(70), (programme, office, all, later) => {
      const lived = live(programme, office, all).at(-1)!
      const day = addDays(lived.today, later)
      // Days of a notice are judged before.
      const { process } = countedAll(lived, office, day)
      const look = nextLook(process, holidays)
      const events = passTime(process, { ...office, today: day, table: holidays })
      expect(events.length > 0).toBe(look !== null && look <= day)
      found += events.length > 0 ? 1 : 0
      // Done once, nothing is left for that day.
      const after = events.reduce(evolve, process)
      expect(passTime(after, { ...office, today: day, table: holidays })).toEqual([])
    }), runs)
    expect(found).toBeGreaterThan(5)
  })

  it('is the same again when its events are played again, also through JSON', () => {
    fc.assert(fc.property(anyProgramme, offices, moves, (programme, office, all) => {
      const { events, process } = live(programme, office, all).at(-1)!
      const kept = JSON.parse(JSON.stringify(events)) as ProcessEvent[]
      expect(kept.reduce<Process | undefined>(evolve, undefined)).toEqual(process)
    }), runs)
  })

  it('refuses exactly what the page does not offer', () => {
    fc.assert(fc.property(anyProgramme, offices, moves, (programme, office, all) => {
      const { process, today } = live(programme, office, all).at(-1)!
      for (const actor of [...office.staff, resident, system]) {
        const offered = allowed(process, actor, office.excluded)
        for (const type of processCommandNames.filter((one) => !offered.includes(one))) {
          const command = { type, step: 'visit', basis: '依据', reason: '理由', companions: [], found: 'fits', opinion: 'confirm', to: 'visit', again: null }
          const answer = decide(process, command as never, { actor, today, table: holidays, ...office })
          expect(isRefusal(answer), type).toBe(true)
        }
      }
    }), { numRuns: 40 })
  })
})

/** Whether what waits here is an officer's to do, told by their office alone: not of the village, the centre or a guest. */
function isTheirs(process: Process, wait: string, one: Officer, excluded: readonly string[]): boolean {
  const isFree = !hadHands(process, one) && (!wait.endsWith(':confirmation') || !(process.examiners?.includes(one.id) || process.settlers?.includes(one.id)))
  const free = !excluded.includes(one.id) && (!/:(confirmation|answer|papers)$/.test(wait) || isFree)
  const isPoster = process.paused?.reason === 'objection' && wait.endsWith(':answer') && process.posters?.includes(one.id)
  const isAgain = (wait.endsWith(':visit') && process.anew?.includes(one.id)) || (wait.endsWith(':appraisal') && process.appraisal?.earlier?.hands.includes(one.id))
  if (isPoster || isAgain) return false
  const isDesk = ['clerk', 'leader', 'county-officer', 'department-officer'].includes(one.role)
  const isHelp = one.role === 'village-worker' && /:(appraisal|notice)$/.test(wait)
  return free && (isDesk || isHelp) && isThere(process, one) && !isGuest(process, one)
}

/** Nobody left means just that: everybody of the county is related, has had a hand in it, or does not exist. */
function expectEmptyCounty(process: Process, { staff, excluded }: { staff: readonly Officer[]; excluded: readonly string[] }): void {
  const left = staff.filter((one) =>
    (one.role === 'county-officer' || (one.role === 'leader' && one.region.endsWith('000000')))
    && !excluded.includes(one.id) && !hadHands(process, one) && !process.posters?.includes(one.id) && !process.examiners?.includes(one.id)
    && !process.anew?.includes(one.id) && !process.settlers?.includes(one.id))
  expect(left.flatMap(namesOf)).toEqual([])
}
