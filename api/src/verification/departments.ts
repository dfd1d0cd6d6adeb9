import { createHmac } from 'node:crypto'
import {
  BrokenCircuitError,
  bulkhead,
  circuitBreaker,
  ConsecutiveBreaker,
  handleAll,
  wrap,
  type IPolicy,
} from 'cockatiel'
import { readAnswer, type Read } from '@yima/shared/verification/answers'
import type { Came } from '@yima/shared/verification/query'
import { sourceIds, type SourceId } from '@yima/shared/verification/sources'
import type { Clock } from '../clock.ts'
import { sign, signatureHeader } from '../notification/signature.ts'

/** One question to one department about one person who has signed for it. */
export type Asking = {
  source: SourceId
  /** The id of the query: asked again under it, a department answers as before. */
  query: string
  consent: string
  person: { name: string; idNumber: string }
  /** Business date: an answer from a later day is none. */
  today: string
}

export type Said =
  | { came: Exclude<Came, { type: 'answer' }> }
  | { came: { type: 'answer' }; read: Extract<Read, { ok: true }> }

/** The departments of a county, each behind the same interface. */
export type Departments = {
  /** Whether a line to this department exists; without one a letter is written. */
  connected(source: SourceId): boolean
  /** Asks. Never throws: whatever goes wrong is said by `came`. */
  ask(asking: Asking): Promise<Said>
}

export type Lines = {
  /** Base address of each connected department. */
  urls: Partial<Record<SourceId, string>>
  /** Shared with all of them: signs what goes out, and digests numbers. */
  secret: string
}

/** How long one answer may take, how many are asked of one department at once, when its line counts as dead. */
export type Patience = { timeoutMs: number; atOnce: number; failures: number; restMs: number }
const usual: Patience = { timeoutMs: 10_000, atOnce: 16, failures: 5, restMs: 30_000 }

/** Largest answer, in characters; a register says little of one person. */
const largestAnswer = 16_384

/** How a department and Yima name a person without writing the number: HMAC-SHA256 under their secret, hex. */
export const personDigest = (secret: string, idNumber: string): string =>
  createHmac('sha256', secret).update(`person\0${idNumber}`).digest('hex')

/** A department that could not be asked now: it counts against its line. */
class Unreachable extends Error {
  readonly retryAfter: number | null
  constructor(retryAfter: number | null) {
    super('A department is out of reach')
    this.retryAfter = retryAfter
  }
}

/** `Retry-After` in seconds, as ms. */
function pauseIn(answer: Response): number | null {
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null
}

/** The body as JSON; undefined where it is too large or none. */
async function bodyOf(answer: Response): Promise<unknown> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const part of answer.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true })
    if (text.length > largestAnswer) return undefined
  }
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

async function post(
  url: string,
  { secret }: Lines,
  asking: Asking,
  now: Date,
  timeoutMs: number,
): Promise<Response> {
  const { query, consent, person } = asking
  // In the body alone: addresses are written into logs everywhere.
  const body = JSON.stringify({ query, consent, purpose: 'means-check', person })
  return fetch(`${url}/queries`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': query,
      [signatureHeader]: sign(secret, body, now),
    },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
}

/** One try. Throws `Unreachable` for what may pass by itself; everything else is an answer. */
async function tryOnce(
  url: string,
  lines: Lines,
  asking: Asking,
  now: Date,
  timeoutMs: number,
): Promise<Said> {
  const answer = await post(url, lines, asking, now, timeoutMs).catch(() => {
    throw new Unreachable(null)
  })
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) {
    await answer.body?.cancel()
    throw new Unreachable(pauseIn(answer))
  }
  if (answer.status === 202) {
    await answer.body?.cancel()
    return { came: { type: 'late', retryAfter: pauseIn(answer) } }
  }
  if (!answer.ok) {
    await answer.body?.cancel()
    return { came: { type: 'rejected' } }
  }
  const body = await bodyOf(answer).catch(() => {
    throw new Unreachable(null)
  })
  const person = personDigest(lines.secret, asking.person.idNumber)
  const read = readAnswer(asking.source, body, { query: asking.query, person, today: asking.today })
  return read.ok ? { came: { type: 'answer' }, read } : { came: { type: 'refused-answer', why: read.why } }
}

const guarded = ({ atOnce, failures, restMs }: Patience): IPolicy =>
  wrap(
    bulkhead(atOnce, Number.POSITIVE_INFINITY),
    circuitBreaker(handleAll, { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(failures) }),
  )

/**
 * Departments over HTTP: `POST <base>/queries`, signed, one idempotency key a query, so many at once, each with a
 * circuit breaker: a line that is dead is left alone for a while and then tried with one query.
 */
export function departments(
  lines: Lines,
  { wall }: Pick<Clock, 'wall'>,
  patience: Partial<Patience> = {},
): Departments {
  const given = { ...usual, ...patience }
  const guards = new Map(sourceIds.map((source) => [source, guarded(given)]))
  return {
    connected: (source) => lines.urls[source] !== undefined,
    async ask(asking) {
      const url = lines.urls[asking.source]
      const guard = guards.get(asking.source)
      if (url === undefined || guard === undefined)
        return { came: { type: 'not-sent', retryAfter: given.restMs } }
      try {
        return await guard.execute(() => tryOnce(url, lines, asking, wall(), given.timeoutMs))
      } catch (error) {
        if (error instanceof BrokenCircuitError)
          return { came: { type: 'not-sent', retryAfter: given.restMs } }
        return {
          came: { type: 'unreachable', retryAfter: error instanceof Unreachable ? error.retryAfter : null },
        }
      }
    },
  }
}
