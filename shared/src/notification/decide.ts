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

/** Whether an attempt may be handed to its channel now: nobody else is at it, and it is its time. */
export const mayTry = ({ state, notBefore, triedAt }: Attempt, now: number): boolean =>
  notBefore <= now &&
  (state === 'waiting' || (state === 'sending' && (triedAt === null || triedAt + unheardFor <= now)))

const arrived = ({ attempts }: Delivery): Decision => ({
  steps: attempts
    .filter(({ state }) => state === 'waiting')
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
function goOn(attempt: Attempt, { now }: Delivery): Decision {
  const { channel, notBefore, triedAt } = attempt
  if (channel === 'call') return underWay([], null)
  const due = Math.max(notBefore, triedAt === null ? notBefore : triedAt + unheardFor)
  return now < due ? underWay([], due) : underWay([{ do: 'send', channel }], now + unheardFor)
}

/**
 * How a message goes on. At any moment at most one way is open, each is taken at most once, and as long as
 * nobody has seen it there is one open, or none is left. Pure: asked twice it says the same.
 */
export function decide(delivery: Delivery): Decision {
  const { now, urgent, read, ways, attempts } = delivery
  if (read || attempts.some(({ state }) => state === 'delivered')) return arrived(delivery)
  const left: Step[] = []
  for (const channel of channels) {
    const attempt = attempts.find((one) => one.channel === channel)
    if (!attempt) {
      if (ways.includes(channel)) return start(channel, delivery, left)
      continue
    }
    if (attempt.state === 'waiting' || attempt.state === 'sending') return goOn(attempt, delivery)
    if (attempt.state !== 'sent') continue
    // No SMS and no call is better known to have been seen than this.
    if (channel !== 'push') return underWay([], null)
    const until = (attempt.sentAt ?? now) + (urgent ? unseenFor.urgent : unseenFor.usual)
    if (now < until) return underWay([], until)
    if (!others(delivery)) return underWay([], null)
    left.push({ do: 'replace', channel })
  }
  return { steps: left, lookAt: null, standing: 'nowhere' }
}

/** Whether there is a way after the notice on the phone, begun or not. */
const others = ({ ways, attempts }: Delivery): boolean =>
  channels.some((channel) => {
    if (channel === 'push') return false
    const attempt = attempts.find((one) => one.channel === channel)
    return attempt
      ? attempt.state === 'waiting' || attempt.state === 'sending' || attempt.state === 'sent'
      : ways.includes(channel)
  })
