import type { RefusedAnswer } from './answers.ts'

/**
 * Where a query of one department about one person stands. `waiting`: to be asked, or asked again; `asked`: out
 * now; `stopped`: the consent under which it was made is not live any more, and nothing of it is kept.
 */
export const queryStates = ['waiting', 'asked', 'answered', 'refused-answer', 'failed', 'stopped'] as const
export type QueryState = (typeof queryStates)[number]

/**
 * Why it stands there: out of reach, not ready with it, no connection at all (a letter is written), given up by the
 * office, refused by the department, or an answer that cannot be believed.
 */
export type QueryWhy =
  RefusedAnswer | 'unreachable' | 'late' | 'no-connection' | 'given-up' | 'rejected' | 'consent' | null

export type Query = {
  state: QueryState
  /** How often it was sent and came to nothing. */
  attempts: number
  /** Not before this moment (ms); null where nothing is to be tried. */
  nextAt: number | null
  why: QueryWhy
}

/** What came of one try. `retryAfter` in ms: the department is not ready with it, or wants to be left alone. */
export type Came =
  | { type: 'answer' }
  | { type: 'refused-answer'; why: RefusedAnswer }
  | { type: 'late'; retryAfter: number | null }
  | { type: 'unreachable'; retryAfter: number | null }
  /** Nothing was sent: its line was found dead a moment ago (circuit breaker). */
  | { type: 'not-sent'; retryAfter: number }
  | { type: 'rejected' }
  | { type: 'consent-ended' }

/** How often a department out of reach is asked before somebody of the office has to write. */
export const mostAttempts = 12
const firstPause = 2_000
/** Ten minutes: a department that comes back in the night is asked before the morning. */
const longestPause = 600_000
/** Who says “later” is asked again after a quarter of an hour, or when they say, at most in a day. */
const laterPause = 900_000
const longestLater = 86_400_000

/**
 * How long to wait after so many tries that failed, in ms: doubled each time, capped, and spread by `jitter` (0 to
 * 1) over its upper half, so that a department that comes back is not met by everybody at once.
 */
export function pauseAfter(attempts: number, jitter: number): number {
  const whole = Math.min(longestPause, firstPause * 2 ** Math.max(0, attempts - 1))
  return Math.round(whole * (0.5 + 0.5 * jitter))
}

/** Whether nothing more will come of it by itself. */
export const isSettled = ({ state }: Pick<Query, 'state'>): boolean =>
  state !== 'waiting' && state !== 'asked'

/**
 * Sent out: whoever sent it has until `until` (ms). Dies that process, the same query is sent again then, under the
 * same key, and the department answers as before.
 */
export const sent = (query: Query, until: number): Query => ({ ...query, state: 'asked', nextAt: until })

/**
 * The query after a try. What is settled stays as it is: a second answer, from a process that was thought dead, changes
 * nothing.
 */
export function after(query: Query, came: Came, now: number, jitter: number): Query {
  if (isSettled(query)) return query
  const done = { ...query, nextAt: null }
  switch (came.type) {
    case 'answer':
      return { ...done, state: 'answered', why: null }
    case 'refused-answer':
      return { ...done, state: 'refused-answer', why: came.why }
    case 'rejected':
      return { ...done, state: 'failed', why: 'rejected' }
    case 'consent-ended':
      return { ...done, state: 'stopped', why: 'consent' }
    case 'late': {
      const pause = Math.min(longestLater, Math.max(firstPause, came.retryAfter ?? laterPause))
      return { ...query, state: 'waiting', why: 'late', nextAt: now + pause }
    }
    case 'not-sent':
      return { ...query, state: 'waiting', nextAt: now + Math.max(firstPause, came.retryAfter) }
    case 'unreachable': {
      const attempts = query.attempts + 1
      if (attempts >= mostAttempts) return { ...done, attempts, state: 'failed', why: 'unreachable' }
      const pause = Math.max(pauseAfter(attempts, jitter), Math.min(longestPause, came.retryAfter ?? 0))
      return { ...query, attempts, state: 'waiting', why: 'unreachable', nextAt: now + pause }
    }
    default:
      return came satisfies never
  }
}
