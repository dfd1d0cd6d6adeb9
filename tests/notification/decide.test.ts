import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  channels,
  decide,
  mayTry,
  unheardFor,
  unseenFor,
  type Attempt,
  type Channel,
  type Delivery,
} from '@yima/shared/notification/decide'
import { afterQuiet } from '@yima/shared/notification/quiet'
import { runs } from '../fixtures/runs.ts'

const at = (text: string): number => new Date(`${text}+08:00`).getTime()
const nine = at('2026-03-02T09:00:00')
const minute = 60_000

const fresh = (ways: readonly Channel[], more: Partial<Delivery> = {}): Delivery => ({
  now: nine,
  urgent: false,
  read: false,
  ways,
  attempts: [],
  ...more,
})
const attempt = (channel: Channel, state: Attempt['state'], more: Partial<Attempt> = {}): Attempt => ({
  channel,
  state,
  notBefore: nine,
  triedAt: null,
  sentAt: null,
  ...more,
})

describe('the night', () => {
  it.each([
    ['2026-03-02T20:59:59', '2026-03-02T20:59:59'],
    ['2026-03-02T21:00:00', '2026-03-03T08:00:00'],
    ['2026-03-02T23:59:59', '2026-03-03T08:00:00'],
    ['2026-03-03T00:00:00', '2026-03-03T08:00:00'],
    ['2026-03-03T07:59:59', '2026-03-03T08:00:00'],
    ['2026-03-03T08:00:00', '2026-03-03T08:00:00'],
  ])('of what is told at %s, somebody hears at %s', (told, heard) => {
    expect(afterQuiet(at(told))).toBe(at(heard))
  })

  it('is slept through whenever something is told, and nobody waits longer than it lasts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (moment) => {
        const heard = afterQuiet(moment)
        const hour = new Date(heard + 8 * 3_600_000).getUTCHours()
        expect(hour).toBeGreaterThanOrEqual(8)
        expect(hour).toBeLessThan(21)
        expect(heard - moment).toBeGreaterThanOrEqual(0)
        expect(heard - moment).toBeLessThanOrEqual(11 * 3_600_000)
      }),
      { numRuns: runs(500) },
    )
  })
})

describe('how somebody hears of something', () => {
  it('by the phone that asked for it, before any SMS', () => {
    expect(decide(fresh(['push', 'sms', 'call'])).steps).toEqual([
      { do: 'start', channel: 'push', notBefore: nine },
    ])
  })

  it('by SMS where no phone asked, by somebody who comes where there is no phone', () => {
    expect(decide(fresh(['sms', 'call'])).steps).toEqual([{ do: 'start', channel: 'sms', notBefore: nine }])
    expect(decide(fresh(['call'])).steps).toEqual([{ do: 'start', channel: 'call', notBefore: nine }])
  })

  it('in the morning what happened at night, and at once what is urgent', () => {
    const now = at('2026-03-02T22:30:00')
    const step = (urgent: boolean) => decide(fresh(['sms'], { now, urgent })).steps[0]
    expect(step(false)).toMatchObject({ notBefore: at('2026-03-03T08:00:00') })
    expect(step(true)).toMatchObject({ notBefore: now })
  })

  it('by SMS when the notice lay unseen, and then the notice counts no more', () => {
    const push = attempt('push', 'sent', { sentAt: nine })
    const later = (ms: number) => decide(fresh(['push', 'sms'], { attempts: [push], now: nine + ms }))
    expect(later(unseenFor.usual - 1)).toMatchObject({ steps: [], lookAt: nine + unseenFor.usual })
    expect(later(unseenFor.usual).steps).toEqual([
      { do: 'replace', channel: 'push' },
      { do: 'start', channel: 'sms', notBefore: nine + unseenFor.usual },
    ])
  })

  it('by somebody who comes when the SMS could not be delivered', () => {
    const { steps } = decide(fresh(['sms', 'call'], { attempts: [attempt('sms', 'failed')] }))
    expect(steps).toEqual([{ do: 'start', channel: 'call', notBefore: nine }])
  })

  it('not at all any more, once it was read: what waits is taken back', () => {
    const waiting = attempt('sms', 'waiting', { notBefore: at('2026-03-03T08:00:00') })
    expect(decide(fresh(['sms'], { read: true, attempts: [waiting] }))).toEqual({
      steps: [{ do: 'replace', channel: 'sms' }],
      lookAt: null,
      standing: 'arrived',
    })
  })
})

/** What may happen between two looks. */
type Event =
  | { kind: 'time'; minutes: number }
  | { kind: 'outcome'; state: 'sent' | 'failed' | 'waiting' | 'died' }
  | { kind: 'shown' }
  | { kind: 'report'; state: 'delivered' | 'failed' }
  | { kind: 'told' }
  | { kind: 'read' }
  | { kind: 'ways'; ways: Channel[] }
  | { kind: 'twice' }

const event = fc.oneof(
  fc.record({ kind: fc.constant('time' as const), minutes: fc.integer({ min: 1, max: 900 }) }),
  fc.record({
    kind: fc.constant('outcome' as const),
    state: fc.constantFrom('sent' as const, 'failed' as const, 'waiting' as const, 'died' as const),
  }),
  fc.constant({ kind: 'shown' as const }),
  fc.record({
    kind: fc.constant('report' as const),
    state: fc.constantFrom('delivered' as const, 'failed' as const),
  }),
  fc.constant({ kind: 'told' as const }),
  fc.constant({ kind: 'read' as const }),
  fc.record({ kind: fc.constant('ways' as const), ways: fc.subarray([...channels], { minLength: 0 }) }),
  fc.constant({ kind: 'twice' as const }),
)

/** A message and everything that goes out of the house because of it. */
class World {
  delivery: Delivery
  /** What left the house, with what was known then. */
  out: {
    channel: Channel
    known: boolean
    now: number
    unheardFor: number | null
    taken: boolean
  }[] = []
  readonly #taken = new Set<Channel>()
  lookAt: number | null = null
  standing = ''

  constructor(ways: readonly Channel[], urgent: boolean, now: number) {
    this.delivery = { now, urgent, read: false, ways, attempts: [] }
    this.look()
  }

  get known(): boolean {
    return this.delivery.read || this.delivery.attempts.some(({ state }) => state === 'delivered')
  }

  set(channel: Channel, more: Partial<Attempt>): void {
    const attempts = this.delivery.attempts.map((one) =>
      one.channel === channel ? { ...one, ...more } : one,
    )
    this.delivery = { ...this.delivery, attempts }
  }

  look(): void {
    const { steps, lookAt, standing } = decide(this.delivery)
    for (const step of steps) {
      if (step.do === 'start') {
        if (this.delivery.attempts.some(({ channel }) => channel === step.channel))
          throw new Error('started twice')
        const made = attempt(step.channel, 'waiting', { notBefore: step.notBefore })
        this.delivery = { ...this.delivery, attempts: [...this.delivery.attempts, made] }
      }
      if (step.do === 'replace') this.set(step.channel, { state: 'replaced' })
    }
    this.lookAt = lookAt
    this.standing = standing
    this.hand()
  }

  /** The jobs: they run whenever they like, and twice. */
  hand(): void {
    for (const one of this.delivery.attempts) {
      if (one.channel === 'call' || !mayTry(one, this.delivery.now, this.delivery.urgent)) continue
      const unheard = one.state === 'sending' ? this.delivery.now - (one.triedAt ?? 0) : null
      const taken = this.#taken.has(one.channel)
      this.out.push({
        channel: one.channel,
        known: this.known,
        now: this.delivery.now,
        unheardFor: unheard,
        taken,
      })
      this.set(one.channel, { state: 'sending', triedAt: this.delivery.now })
    }
  }

  happen(what: Event): void {
    const sending = this.delivery.attempts.find(({ state }) => state === 'sending')
    switch (what.kind) {
      case 'time':
        this.delivery = { ...this.delivery, now: this.delivery.now + what.minutes * minute }
        break
      case 'outcome':
        if (!sending || what.state === 'died') break
        if (what.state === 'sent') this.#taken.add(sending.channel)
        this.set(
          sending.channel,
          what.state === 'sent' ? { state: 'sent', sentAt: this.delivery.now } : { state: what.state },
        )
        break
      case 'shown': {
        const push = this.delivery.attempts.find(({ channel }) => channel === 'push')
        if (push && push.triedAt !== null) this.set('push', { state: 'delivered' })
        break
      }
      case 'report': {
        const sms = this.delivery.attempts.find(({ channel }) => channel === 'sms')
        if (sms?.state === 'sent') this.set('sms', { state: what.state })
        break
      }
      case 'told': {
        const call = this.delivery.attempts.find(({ channel }) => channel === 'call')
        if (call?.state === 'waiting') this.set('call', { state: 'delivered' })
        break
      }
      case 'read':
        this.delivery = { ...this.delivery, read: true }
        break
      case 'ways':
        this.delivery = { ...this.delivery, ways: what.ways }
        break
      case 'twice':
        this.look()
        break
      default:
        throw new Error(`unknown ${JSON.stringify(what satisfies never)}`)
    }
    this.look()
  }
}

const lives = fc.record({
  ways: fc.subarray([...channels], { minLength: 1 }),
  urgent: fc.boolean(),
  hour: fc.integer({ min: 0, max: 23 }),
  events: fc.array(event, { maxLength: 40 }),
})

describe('whatever happens', () => {
  const live = (check: (world: World, settled: boolean) => void) =>
    fc.assert(
      fc.property(lives, ({ ways, urgent, hour, events }) => {
        const world = new World(ways, urgent, at('2026-03-02T00:00:00') + hour * 60 * minute)
        check(world, false)
        for (const one of events) {
          world.happen(one)
          check(world, false)
        }
        check(world, true)
      }),
      { numRuns: runs(400) },
    )

  it('nothing goes out that the person knows already, and at most one way is open', () => {
    live(({ out, delivery }) => {
      expect(out.filter(({ known }) => known)).toEqual([])
      const open = delivery.attempts.filter(({ state }) => state === 'waiting' || state === 'sending')
      expect(open.length).toBeLessThanOrEqual(1)
    })
  })

  it('nothing that was taken goes out again, and what was not heard of only after ten minutes', () => {
    live(({ out }) => {
      expect(out.filter(({ taken }) => taken)).toEqual([])
      for (const { unheardFor: waited } of out)
        if (waited !== null) expect(waited).toBeGreaterThanOrEqual(unheardFor)
    })
  })

  it('nobody is woken by what can wait', () => {
    live(({ out, delivery }) => {
      if (!delivery.urgent) for (const { now } of out) expect(afterQuiet(now)).toBe(now)
    })
  })

  it('nobody is forgotten: as long as nobody knows that they know, a way is open, on its way, or none is left', () => {
    live(({ standing, lookAt, delivery, known }) => {
      if (known) return expect(standing).toBe('arrived')
      const states = delivery.attempts.map(({ state }) => state)
      const open = states.some((state) => state === 'waiting' || state === 'sending' || state === 'sent')
      const left = delivery.ways.some((way) => !delivery.attempts.some(({ channel }) => channel === way))
      if (!open) expect([standing, left]).toEqual(['nowhere', false])
      // What waits for time alone is looked at again; only a person at the desk needs no clock.
      const waits = delivery.attempts.some(
        ({ channel, state }) => channel !== 'call' && (state === 'waiting' || state === 'sending'),
      )
      if (waits) expect(lookAt).not.toBeNull()
    })
  })
})
