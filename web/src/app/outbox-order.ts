/** Why a try did not work out, as it may be shown and kept: codes and sentences, never what was typed. */
export type OutboxProblem = {
  code: string
  title: string
  errors: readonly { field: string; code: string }[]
}

/** One write that is to reach the server exactly once. */
export type OutboxEntry = {
  /** Also the Idempotency-Key of every try. */
  id: string
  /** The noun it belongs to, so that its page finds it again: `application`, `file`. */
  kind: string
  /** Below `/api`. */
  path: string
  body?: unknown
  /** Entries whose answers must be there first. */
  after: readonly string[]
  /** When it was handed over, ISO 8601. */
  at: string
  tries: number
  /** Not before this moment (milliseconds) unless somebody presses "send now". */
  notBefore?: number
  problem?: OutboxProblem
  /** The server will never take it as it is: somebody has to look at it. */
  refused?: boolean
  /** The server's answer, stored before anything else is dropped. */
  answer?: unknown
}

const second = 1000
export const longestPause = 60 * second

// Refusals that another try can turn into an answer; everything else would be refused for ever.
const passing = new Set(['offline', 'timeout', 'too-many', 'unavailable', 'unexpected'])

/**
 * Whether a refusal is the last word on this body. A page of a proxy (`malformed`) is not, unless it
 * says 4xx.
 */
export const isFinal = (code: string, status: number): boolean =>
  code === 'malformed' ? status >= 400 && status < 500 && status !== 408 : !passing.has(code)

/**
 * Milliseconds to wait after so many tries: doubled each time, at most a minute, never two phones in
 * step.
 */
export function pauseAfter(tries: number, random: number, retryAfter?: number): number {
  const grown = Math.min(longestPause, second * 2 ** tries)
  const pause = grown * (0.5 + random / 2)
  return retryAfter === undefined ? pause : Math.min(longestPause, Math.max(pause, retryAfter * second))
}

const isDone = (entry: OutboxEntry | undefined): boolean => entry?.answer !== undefined

/** Whether an entry could go now. One that waits or is refused holds up only what depends on it. */
export function isReady(entry: OutboxEntry, all: readonly OutboxEntry[], now: number): boolean {
  if (isDone(entry) || entry.refused || (entry.notBefore ?? 0) > now) return false
  return entry.after.every((id) => isDone(all.find((other) => other.id === id)))
}

/** Entries that nothing waits for: what a person handed over, without its pictures. */
export const heads = (all: readonly OutboxEntry[]): OutboxEntry[] =>
  all.filter((entry) => !all.some((other) => other.after.includes(entry.id)))

/** The entry for which the server will never take this one: itself, or a part it waits for. */
export const refusedOf = (entry: OutboxEntry, all: readonly OutboxEntry[]): OutboxEntry | undefined =>
  [entry, ...all.filter(({ id }) => entry.after.includes(id))].find(({ refused }) => refused === true)

/** Answered entries that some answered entry was waiting for: they have served. */
export const served = (all: readonly OutboxEntry[]): OutboxEntry[] =>
  all.filter((entry) => isDone(entry) && all.some((other) => isDone(other) && other.after.includes(entry.id)))

type Reference = { $answerOf: string; field: string }

/** Stands in a body for a field of an answer that is not there yet (the id of a picture). */
export const answerOf = (id: string, field: string): Reference => ({ $answerOf: id, field })

const isReference = (part: unknown): part is Reference =>
  typeof part === 'object' && part !== null && '$answerOf' in part

/** The body with every reference replaced by the field of the answer it names. */
export function fillIn(body: unknown, answers: ReadonlyMap<string, unknown>): unknown {
  if (isReference(body)) {
    const answer = answers.get(body.$answerOf) as Record<string, unknown> | undefined
    return answer?.[body.field]
  }
  if (Array.isArray(body)) return body.map((part) => fillIn(part, answers))
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).map(([key, part]) => [key, fillIn(part, answers)]))
}
