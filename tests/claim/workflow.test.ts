import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { officerRoles } from '@yima/shared/access/actor'
import type { Actor } from '@yima/shared/access/actor'
import { holidays } from '@yima/shared/calendar/holidays'
import { addDays, workdaysBetween } from '@yima/shared/calendar/working-days'
import type { ClaimEvent, ClaimState } from '@yima/shared/claim/claim'
import { allowed, claimCommandNames } from '@yima/shared/claim/commands'
import type { ClaimCommand } from '@yima/shared/claim/commands'
import { evolve } from '@yima/shared/claim/evolve'
import { claimDue, decide, isRefusal, requestsOf } from '@yima/shared/claim/workflow'
import type { Officer } from '@yima/shared/process/seat'
import type { ClaimContext } from '@yima/shared/claim/workflow'

const resident: Actor = { kind: 'resident', id: 'zhou' }
const clerk: Officer = { kind: 'officer', id: 'he', role: 'clerk', region: '990101101000' }
const other: Officer = { kind: 'officer', id: 'liu', role: 'clerk', region: '990101101000' }
const county: Officer = { kind: 'officer', id: 'zhou', role: 'county-officer', region: '990101000000' }
const system: Actor = { kind: 'system' }

const context = (actor: Actor, today = '2026-11-23'): ClaimContext => ({
  actor,
  today,
  table: holidays,
  terms: { silence: { n: 3, unit: 'workday' }, decision: { n: 30, unit: 'workday' } },
  staff: [clerk, other, county],
  excluded: [],
  minor: false,
  emergency: false,
  spans: { takeOver: { n: 5, unit: 'workday' }, papers: { n: 30, unit: 'day' }, backfill: { n: 10, unit: 'workday' } },
})

/** Lives through commands one after the other; a refusal fails the test. */
function after(...steps: [ClaimCommand, Actor, string?][]): ClaimState {
  let claim: ClaimState | undefined
  for (const [command, actor, today] of steps) {
    const answer = decide(claim, command, context(actor, today))
    if (isRefusal(answer)) throw new Error(`${command.type}: ${answer.refused}`)
    for (const event of answer) claim = evolve(claim, event)
  }
  if (claim === undefined) throw new Error('no claim')
  return claim
}

const open: ClaimCommand = { type: 'open', programme: 'dibao', origin: 'calculator' }
const ask: ClaimCommand = {
  type: 'ask-papers',
  papers: [{ id: 'p1', paper: 'student-card' }, { id: 'p2', paper: 'other', words: '房东的电话' }],
}
const more = (note?: string): ClaimCommand =>
  ({ type: 'ask-papers', papers: [{ id: 'p3', paper: 'household-book' }], ...(note === undefined ? {} : { note }) })
const send = (...papers: string[]): ClaimCommand => ({ type: 'send-papers', papers })
const refusedFor = (claim: ClaimState | undefined, command: ClaimCommand, actor: Actor, today?: string) => {
  const answer = decide(claim, command, context(actor, today))
  return isRefusal(answer) ? answer.refused : undefined
}

describe('a claim', () => {
  it('is answered within three workdays from the day it came', () => {
    const claim = after([open, resident, '2026-11-20'])
    expect(claim.state).toBe('proposed')
    expect(claimDue(claim, holidays)).toEqual({ date: '2026-11-25', provisional: false })
  })

  it('names whoever accepted it first, and runs for thirty workdays from then', () => {
    const claim = after([open, resident, '2026-11-06'], [{ type: 'accept' }, clerk, '2026-11-09'])
    expect([claim.state, claim.handler, claim.process?.handler]).toEqual(['verifying', 'he', 'he'])
    expect(claimDue(claim, holidays)?.date).toBe('2026-12-21')
  })

  it('counts as accepted when nobody answers, the day after the last day and not before', () => {
    const claim = after([open, resident, '2026-11-20'])
    const silence: ClaimCommand = { type: 'accept-by-silence', handler: 'he' }
    expect(refusedFor(claim, silence, system, '2026-11-25')).toBe('not-due')
    expect(after([open, resident, '2026-11-20'], [silence, system, '2026-11-26'])).toMatchObject({
      state: 'verifying', handler: 'he', process: { from: '2026-11-26' },
    })
  })

  it('cannot be accepted twice', () => {
    const claim = after([open, resident], [{ type: 'accept' }, clerk])
    expect(decide(claim, { type: 'accept' }, context(other))).toEqual({
      refused: 'not-allowed-now', allowed: ['ask-papers'],
    })
  })

  it('can be added by a clerk who says why, and by nobody without a reason', () => {
    const add: ClaimCommand = { type: 'add', programme: 'medical', reason: '住院费很高' }
    expect(after([add, clerk])).toMatchObject({ state: 'proposed', origin: 'officer', reason: '住院费很高' })
    expect(refusedFor(undefined, { ...add, reason: '  ' }, clerk)).toBe('reason-needed')
  })

  it('can be dropped only with a reason that the resident will read', () => {
    const claim = after([open, resident])
    expect(refusedFor(claim, { type: 'drop', reason: '' }, clerk)).toBe('reason-needed')
    expect(after([open, resident], [{ type: 'drop', reason: '已在领特困供养' }, clerk])).toMatchObject({
      state: 'notAccepted', reason: '已在领特困供养', clock: null,
    })
  })

  it('can be taken back by the resident at any time, and comes again without penalty', () => {
    const withdraw: ClaimCommand = { type: 'withdraw' }
    for (const steps of [[], [[{ type: 'accept' }, clerk]], [[ask, clerk]]] as [ClaimCommand, Actor][][]) {
      expect(after([open, resident], ...steps, [withdraw, resident]).state).toBe('withdrawn')
    }
    const again: ClaimCommand = { type: 'add', programme: 'dibao', reason: '又要了' }
    expect(after([open, resident], [withdraw, resident], [again, resident])).toMatchObject({
      state: 'proposed', origin: 'resident',
    })
  })

  it('cannot be taken back by a clerk', () => {
    expect(refusedFor(after([open, resident]), { type: 'withdraw' }, clerk)).toBe('not-yours')
  })
})

describe('papers', () => {
  it('are asked for once, with the complete list; again only with a reason, and it is counted', () => {
    const claim = after([open, resident], [ask, clerk], [send('p1', 'p2'), resident])
    expect(refusedFor(claim, more(), clerk)).toBe('papers-asked-before')
    expect(refusedFor(claim, more('  '), clerk)).toBe('papers-asked-before')
    const again = after([open, resident], [ask, clerk], [send('p1', 'p2'), resident], [more('第二页没拍到'), clerk])
    expect(again).toMatchObject({ state: 'supplement', furtherRequests: 1 })
    expect(again.papers.map(({ id, sentOn }) => [id, sentOn !== null])).toEqual([['p1', true], ['p2', true], ['p3', false]])
  })

  it('of a first request are one request, not a further one', () => {
    expect(after([open, resident], [ask, clerk]).furtherRequests).toBeUndefined()
  })

  it('stay asked for once also after the claim was taken back and came again; what never came is not waited for', () => {
    const back: [ClaimCommand, Actor][] = [[open, resident], [ask, clerk], [{ type: 'withdraw' }, resident],
      [{ type: 'add', programme: 'dibao', reason: '又要了' }, resident]]
    expect(refusedFor(after(...back), more(), clerk)).toBe('papers-asked-before')
    expect(after(...back, [more('户口簿换了'), clerk], [send('p3'), resident])).toMatchObject({ state: 'proposed', furtherRequests: 1 })
  })

  it('stop the clock until the last one is there', () => {
    const asked = after([open, resident, '2026-11-09'], [ask, clerk, '2026-11-10'])
    expect(asked.state).toBe('supplement')
    expect(asked.paused).toEqual({ reason: 'supplement', since: '2026-11-10', then: 'proposed' })
    expect(claimDue(asked, holidays)).toBeNull()

    const half = after([open, resident, '2026-11-09'], [ask, clerk, '2026-11-10'],
      [send('p1'), resident, '2026-11-12'])
    expect(half.state).toBe('supplement')
    expect(half.papers.map((paper) => paper.sentOn)).toEqual(['2026-11-12', null])

    const whole = after([open, resident, '2026-11-09'], [ask, clerk, '2026-11-10'],
      [send('p1'), resident, '2026-11-12'], [send('p2'), resident, '2026-11-16'])
    // Three workdays without the 11th, 12th, 13th and 16th.
    expect([whole.state, whole.paused]).toEqual(['proposed', null])
    expect(claimDue(whole, holidays)?.date).toBe('2026-11-18')
  })

  it('bring an accepted claim back to where it stood, with its handler', () => {
    const asked = after([open, resident], [{ type: 'accept' }, clerk], [ask, other])
    expect([asked.state, asked.process?.paused?.reason]).toEqual(['supplement', 'supplement'])
    expect(claimDue(asked, holidays)).toBeNull()
    const claim = after([open, resident], [{ type: 'accept' }, clerk],
      [ask, other], [send('p1', 'p2'), resident])
    expect([claim.state, claim.handler]).toEqual(['verifying', 'he'])
  })

  it('asked for before acceptance count after it: once more needs a reason', () => {
    const steps: [ClaimCommand, Actor][] = [[open, resident], [ask, clerk], [send('p1', 'p2'), resident], [{ type: 'accept' }, clerk]]
    expect(refusedFor(after(...steps), more(), clerk)).toBe('papers-asked-before')
    const again = after(...steps, [more('第二页没拍到'), clerk])
    expect([requestsOf(again), again.process?.paperRequests]).toEqual([2, 2])
  })

  it('hold up whoever was accepted before claims had a process no longer than its day', () => {
    const { process: _, ...old } = after([open, resident, '2026-11-06'], [{ type: 'accept' }, clerk, '2026-11-09'])
    const before: ClaimState = {
      ...old, state: 'accepted', process: null, clock: { from: '2026-11-09', term: { n: 30, unit: 'workday' }, pauses: [] },
    }
    const answer = decide(before, { type: 'begin' }, context(system, '2026-11-23'))
    if (isRefusal(answer)) throw new Error(answer.refused)
    const begun = answer.reduce<ClaimState | undefined>(evolve, before)
    expect(begun && claimDue(begun, holidays)?.date).toBe('2026-12-21')
  })

  it('may be brought to the window by somebody without a phone', () => {
    expect(after([open, resident], [ask, clerk], [send('p1', 'p2'), other]).state).toBe('proposed')
  })

  it.each([
    [send('p9'), 'unknown-paper'],
    [send(), 'no-paper'],
    [send('p1', 'p1'), 'twice-the-same-paper'],
  ] as const)('are refused when they are not those of the list', (command, code) => {
    expect(refusedFor(after([open, resident], [ask, clerk]), command, resident)).toBe(code)
  })

  it('that came already are not sent a second time while the others are waited for', () => {
    const half = after([open, resident], [ask, clerk], [send('p1'), resident])
    expect(refusedFor(half, send('p1'), resident)).toBe('papers-sent-before')
    expect(refusedFor(half, send('p1', 'p2'), resident)).toBe('papers-sent-before')
    expect(refusedFor(half, send('p2'), resident)).toBeUndefined()
  })

  it('are never asked for with an empty list', () => {
    expect(refusedFor(after([open, resident]), { type: 'ask-papers', papers: [] }, clerk)).toBe('no-paper')
  })

  it('stop the silence from counting as acceptance', () => {
    const claim = after([open, resident], [ask, clerk])
    const silence: ClaimCommand = { type: 'accept-by-silence', handler: null }
    expect(refusedFor(claim, silence, system, '2027-06-01')).toBe('not-allowed-now')
  })
})

const actors: Actor[] = [
  resident, system,
  ...officerRoles.map((role): Actor => ({ kind: 'officer', id: role, role, region: '990101101000' })),
]
const command: fc.Arbitrary<ClaimCommand> = fc.oneof(
  fc.constantFrom<ClaimCommand>(open, ask, { type: 'accept' }, { type: 'withdraw' },
    { type: 'accept-by-silence', handler: null }, { type: 'drop', reason: '因为' },
    { type: 'add', programme: 'dibao', reason: '因为' }),
  fc.subarray(['p1', 'p2']).map((ids) => send(...ids)),
)
const steps = fc.array(
  fc.record({ command, actor: fc.constantFrom(...actors), days: fc.nat(4) }), { minLength: 1, maxLength: 40 })

/** Plays random commands and looks at every state on the way. */
function play(
  story: readonly { command: ClaimCommand; actor: Actor; days: number }[],
  look: (claim: ClaimState | undefined, events: readonly ClaimEvent[], today: string) => void,
): ClaimState | undefined {
  let claim: ClaimState | undefined
  let today = '2026-03-02'
  for (const step of story) {
    today = addDays(today, step.days)
    const answer = decide(claim, step.command, context(step.actor, today))
    const events = isRefusal(answer) ? [] : answer
    claim = events.reduce<ClaimState | undefined>(evolve, claim)
    look(claim, events, today)
  }
  return claim
}

describe('whatever people do, in whatever order', () => {
  it('a claim is always in a possible state', () => {
    fc.assert(fc.property(steps, (story) => {
      play(story, (claim) => {
        if (claim === undefined) return
        expect(['proposed', 'verifying', 'supplement', 'notAccepted', 'withdrawn']).toContain(claim.state)
        expect((claim.process ?? claim).paused !== null).toBe(claim.state === 'supplement')
        // One clock at a time: until acceptance the claim's own, from then on that of its process.
        expect([claim.clock, claim.process].filter((one) => one !== null)).toHaveLength(
          ['notAccepted', 'withdrawn'].includes(claim.state) ? 0 : 1)
        expect(claim.process?.paperRequests ?? requestsOf(claim)).toBe(requestsOf(claim))
        const waiting = claim.papers.some((paper) => paper.sentOn === null)
        if (claim.state === 'supplement') expect(waiting).toBe(true)
        if (claim.state === 'notAccepted') expect(claim.reason).toBeTruthy()
      })
    }))
  })

  it('somebody may always act, and an officer unless the clock stands still or the claim is settled', () => {
    fc.assert(fc.property(steps, (story) => {
      play(story, (claim) => {
        expect(actors.some((actor) => allowed(claim, actor).length > 0)).toBe(true)
        if (claim?.state === 'proposed') expect(allowed(claim, clerk)).toContain('accept')
        if (claim?.state === 'supplement') expect(allowed(claim, resident)).toContain('send-papers')
      })
    }))
  })

  it('papers are asked for once, and each time besides bears its reason and is counted', () => {
    fc.assert(fc.property(steps, (story) => {
      const told: ClaimEvent[] = []
      const end = play(story, (_, events) => told.push(...events))
      const again = told.flatMap((event) => (event.type === 'papers-asked-again' ? [event.note ?? ''] : []))
      expect(told.filter((event) => event.type === 'papers-asked').length).toBeLessThanOrEqual(1)
      expect(again.map((reason) => reason.trim())).not.toContain('')
      expect(end?.furtherRequests ?? 0).toBe(again.length)
    }))
  })

  it('the same story ends the same way, and its events alone tell it', () => {
    fc.assert(fc.property(steps, (story) => {
      const told: ClaimEvent[] = []
      const end = play(story, (_, events) => told.push(...events))
      expect(play(story, () => undefined)).toEqual(end)
      expect(told.reduce<ClaimState | undefined>(evolve, undefined)).toEqual(end)
    }))
  })

  it('what is allowed is exactly what is not refused for the state or the role', () => {
    fc.assert(fc.property(steps, command, fc.constantFrom(...actors), (story, next, actor) => {
      const claim = play(story, () => undefined)
      const refused = refusedFor(claim, next, actor, '2026-11-20')
      const byTable = ['not-allowed-now', 'not-yours'].includes(refused ?? '')
      expect(allowed(claim, actor).includes(next.type)).toBe(!byTable)
    }))
  })

  it('offers to ask for papers to nobody with whom an accepted claim does not lie', () => {
    const claim = after([open, resident], [{ type: 'accept' }, clerk])
    const stranger: Actor = { kind: 'officer', id: 'department-officer', role: 'department-officer', region: '990101101000' }
    expect(refusedFor(claim, ask, stranger)).toBe('not-yours')
    expect(allowed(claim, stranger)).toEqual([])
  })

  it('the clock never loses a workday to a pause', () => {
    fc.assert(fc.property(fc.nat(3), fc.nat(30), (before, length) => {
      const askedOn = addDays('2026-03-02', before)
      const sentOn = addDays(askedOn, length)
      const claim = after([open, resident, '2026-03-02'], [{ type: 'accept' }, clerk, '2026-03-02'],
        [ask, clerk, askedOn], [send('p1', 'p2'), resident, sentOn])
      const due = claimDue(claim, holidays)?.date ?? ''
      const paused = workdaysBetween(askedOn, sentOn, holidays)
      expect(workdaysBetween('2026-03-02', due, holidays) - paused).toBe(30)
    }))
  })
})

it('every command has at least one person who may give it', () => {
  const given = new Set<string>()
  const accepted: ClaimState = { ...after([open, resident]), state: 'accepted' }
  for (const claim of [undefined, after([open, resident]), after([open, resident], [ask, clerk]), accepted]) {
    for (const actor of actors) for (const name of allowed(claim, actor)) given.add(name)
  }
  expect([...given].sort()).toEqual([...claimCommandNames].sort())
})
