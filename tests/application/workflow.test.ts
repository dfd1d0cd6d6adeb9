import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '@yima/shared/access/actor'
import { allowed, decide, evolve } from '@yima/shared/application/workflow'
import type {
  Agreement,
  ApplicationCommand,
  ApplicationContext,
  ApplicationState,
} from '@yima/shared/application/workflow'

const resident: Actor = { kind: 'resident', id: 'zhou' }
const clerk: Actor = { kind: 'officer', id: 'he', role: 'clerk', region: '990101101000' }
const supervisor: Actor = { kind: 'officer', id: 'su', role: 'supervisor', region: '990101000000' }
const system: Actor = { kind: 'system' }

const context = (actor: Actor, claimsRunning = 0): ApplicationContext => ({
  actor,
  today: '2026-11-23',
  claimsRunning,
})

function after(...steps: [ApplicationCommand, Actor][]): ApplicationState {
  let application: ApplicationState | undefined
  for (const [command, actor] of steps) {
    const answer = decide(application, command, context(actor))
    if ('refused' in answer) throw new Error(`${command.type}: ${answer.refused}`)
    for (const event of answer) application = evolve(application, event)
  }
  if (application === undefined) throw new Error('still a draft')
  return application
}

const submit: ApplicationCommand = { type: 'submit', kind: 'application' }
const outreach: ApplicationCommand = { type: 'submit', kind: 'outreach' }
const agreement: Agreement = { how: 'in-person', on: '2026-11-22', witness: '刘小勤' }
const agree: ApplicationCommand = { type: 'agree', agreement }
const close: ApplicationCommand = { type: 'close', reason: '他说不用' }

describe('an application', () => {
  it('is open from the first act of the office, and names who acted first', () => {
    expect(after([submit, resident])).toMatchObject({ state: 'submitted', handler: null })
    expect(after([submit, resident], [{ type: 'open' }, clerk])).toMatchObject({
      state: 'open',
      handler: 'he',
      submittedOn: '2026-11-23',
    })
  })

  it('can be taken back by who made it, and by nobody else', () => {
    expect(after([submit, resident], [{ type: 'withdraw' }, resident]).state).toBe('withdrawn')
    expect(decide(after([submit, resident]), { type: 'withdraw' }, context(clerk))).toMatchObject({
      refused: 'not-yours',
    })
  })

  it('is not closed while somebody still has something to do', () => {
    const application = after([submit, resident], [{ type: 'open' }, clerk])
    expect(decide(application, close, context(clerk, 1))).toMatchObject({ refused: 'claims-running' })
    expect(decide(application, close, context(system, 0))).toMatchObject([{ type: 'application-closed' }])
  })

  it('cannot be closed without a reason', () => {
    expect(decide(after([submit, resident]), { type: 'close', reason: ' ' }, context(clerk))).toMatchObject({
      refused: 'reason-needed',
    })
  })
})

describe('a request for somebody else', () => {
  it('becomes an application when that person agrees', () => {
    expect(after([outreach, resident], [agree, clerk])).toEqual({
      kind: 'application',
      state: 'open',
      handler: 'he',
      submittedOn: '2026-11-23',
      agreement,
    })
  })

  it.each([
    [{ ...agreement, witness: ' ' }, 'witness-needed'],
    [{ ...agreement, on: '2026-11-24' }, 'date-to-come'],
    [{ ...agreement, on: '2025-11-22' }, 'date-too-old'],
  ])('does not become one without a witness or on a day to come', (broken, code) => {
    const answer = decide(after([outreach, resident]), { type: 'agree', agreement: broken }, context(clerk))
    expect(answer).toMatchObject({ refused: code })
  })

  it('cannot agree for itself: the one who reported is not the one who needs', () => {
    const answer = decide(after([outreach, resident]), agree, context(resident))
    expect(answer).toMatchObject({ refused: 'not-yours' })
  })

  it('ends when that person says no', () => {
    expect(after([outreach, resident], [close, clerk]).state).toBe('closed')
  })

  it('leaves an agreement only once', () => {
    expect(decide(after([outreach, resident], [agree, clerk]), agree, context(clerk))).toEqual({
      refused: 'not-allowed-now',
      allowed: ['close', 'merge'],
    })
  })
})

describe('a supervisor', () => {
  it('changes nothing', () => {
    for (const application of [undefined, after([submit, resident]), after([outreach, resident])]) {
      expect(allowed(application, supervisor)).toEqual([])
    }
  })
})

describe('whatever people do, in whatever order', () => {
  const step = fc.record({
    command: fc.constantFrom<ApplicationCommand>(
      submit,
      outreach,
      agree,
      close,
      { type: 'open' },
      { type: 'withdraw' },
    ),
    actor: fc.constantFrom(resident, clerk, supervisor, system),
    running: fc.nat(1),
  })

  it('what is over stays over, and an outreach request never has a running claim of its own', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (story) => {
        let application: ApplicationState | undefined
        for (const { command, actor, running } of story) {
          const before = application
          const answer = decide(application, command, context(actor, running))
          if (!('refused' in answer)) application = answer.reduce(evolve, application)
          if (before?.state === 'closed' || before?.state === 'withdrawn') expect(application).toEqual(before)
          if (application?.kind === 'outreach') expect(application.agreement).toBeNull()
          expect(
            allowed(application, actor).includes(command.type) ||
              'refused' in decide(application, command, context(actor, running)),
          ).toBe(true)
        }
      }),
    )
  })
})
