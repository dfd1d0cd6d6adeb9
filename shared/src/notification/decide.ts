import { afterQuiet } from './quiet.ts'

/**
 * The ways out of the house, in the order in which they are tried: the phone's own notice, an SMS, somebody
 * of the office who calls or walks there. The inbox comes before all of them and is always there.
 */
export const channels = ['push', 'sms', 'call'] as const
export type Channel = (typeof channels)[number]

/**
 * `sent`: the other side took it; `delivered`: it was seen to arrive, or somebody told the person;
 * `replaced`: not needed any more, because another way went on.
 */
export const attemptStates = ['waiting', 'sending', 'sent', 'delivered', 'failed', 'replaced'] as const
export type AttemptState = (typeof attemptStates)[number]

/** One way that was tried; there is at most one of each channel. Times are milliseconds since 1970. */
export type Attempt = {
  channel: Channel
  state: AttemptState
  /** Not to be tried before. */
  notBefore: number
  triedAt: number | null
  sentAt: number | null
}

/** All that decides how one message of one person goes on. */
export type Delivery = {
  now: number
  /** Does not wait for the morning. */
  urgent: boolean
  /** The person has opened it in the inbox. */
  read: boolean
  /** What there is to reach this person by, now. */
  ways: readonly Channel[]
  attempts: readonly Attempt[]
}

export type Step =
  | { do: 'start'; channel: Channel; notBefore: number }
  /** What was started is not out yet: its job was lost, or it waited for the morning. */
  | { do: 'send'; channel: Channel }
  | { do: 'replace'; channel: Channel }

export type Decision = {
  steps: readonly Step[]
  /** When to decide again if nothing happens until then; null where time alone changes nothing. */
  lookAt: number | null
  /** `nowhere`: only the inbox has it. */
  standing: 'arrived' | 'under-way' | 'nowhere'
}

const minute = 60_000

/** How long a notice may lie unseen on a phone before the next way is taken. */
export const unseenFor = { usual: 4 * 60 * minute, urgent: 5 * minute }

/** After this an attempt of which nothing was heard is begun again, with the same id. */
export const unheardFor = 10 * minute

/**
 * Whether an attempt may be handed to its channel now: nobody else is at it, and it is its time. What was
 * held up until night waits for the morning, unless it is urgent.
 */
export const mayTry = ({ state, notBefore, triedAt }: Attempt, now: number, urgent: boolean): boolean =>
  notBefore <= now &&
  (urgent || afterQuiet(now) === now) &&
  (state === 'waiting' || (state === 'sending' && (triedAt === null || triedAt + unheardFor <= now)))

const arrived = ({ attempts }: Delivery): Decision => ({
  steps: attempts
    .filter(({ state }) => state === 'waiting' || state === 'sending')
    .map(({ channel }) => ({ do: 'replace', channel })),
  lookAt: null,
  standing: 'arrived',
})

const underWay = (steps: readonly Step[], lookAt: number | null): Decision => ({
  steps,
  lookAt,
  standing: 'under-way',
})

function start(channel: Channel, { now, urgent }: Delivery, left: readonly Step[]): Decision {
  // Somebody who goes there keeps to daylight without being told.
  const notBefore = urgent || channel === 'call' ? now : afterQuiet(now)
  return underWay(
    [...left, { do: 'start', channel, notBefore }],
    channel === 'call' ? null : notBefore + unheardFor,
  )
}

/** An attempt that was begun and is not out. */
function goOn(attempt: Attempt, { now, urgent }: Delivery): Decision {
  const { channel, notBefore, triedAt } = attempt
  if (channel === 'call') return underWay([], null)
  const awake = urgent ? now : afterQuiet(now)
  const due = Math.max(notBefore, awake, triedAt === null ? notBefore : triedAt + unheardFor)
  return now < due ? underWay([], due) : underWay([{ do: 'send', channel }], now + unheardFor)
}

/** The first way that there is and that was not taken. */
const nextWay = ({ ways, attempts }: Delivery): Channel | undefined =>
  channels.find((channel) => ways.includes(channel) && !attempts.some((one) => one.channel === channel))

/** A notice is on the phone; nobody has been seen to look at it. */
function unseen(push: Attempt, delivery: Delivery): Decision {
  const { now, urgent } = delivery
  const next = nextWay(delivery)
  const until = (push.sentAt ?? now) + (urgent ? unseenFor.urgent : unseenFor.usual)
  if (now < until) return underWay([], until)
  return next === undefined ? underWay([], null) : start(next, delivery, [{ do: 'replace', channel: 'push' }])
}

/**
 * How a message goes on. At any moment at most one way is open, each is taken at most once, and as long as
 * nobody has seen it there is one open, or none is left. Pure: asked twice it says the same.
 */
export function decide(delivery: Delivery): Decision {
  const { read, attempts } = delivery
  if (read || attempts.some(({ state }) => state === 'delivered')) return arrived(delivery)
  const open = attempts.find(({ state }) => state === 'waiting' || state === 'sending')
  if (open) return goOn(open, delivery)
  const sent = attempts.find(({ state }) => state === 'sent')
  if (sent?.channel === 'push') return unseen(sent, delivery)
  // Of an SMS no more is known than this, unless a report says so.
  if (sent) return underWay([], null)
  const next = nextWay(delivery)
  return next === undefined ? { steps: [], lookAt: null, standing: 'nowhere' } : start(next, delivery, [])
}
