/** Why a try did not work out, as it may be shown and kept: codes and sentences, never what was typed. */
export type OutboxProblem = {
  code: string
  title: string
  errors: readonly { field: string; code: string }[]
  /** What is allowed instead (409). */
  allowed?: readonly string[]
}

/** What an entry is about, for whoever looks at this phone. It never leaves it. */
export type OutboxLabel = {
  /** Who did it, where several sign in on one machine. */
  officer?: string
  person?: string
  /** A programme's name as it was read when it was done. */
  programme?: string
  /** The name of the place, of which the body knows the code alone. */
  place?: string
}

/** One write that is to reach the server exactly once. Entries of every released version are read. */
export type OutboxEntry = {
  /** Also the Idempotency-Key of every try. */
  id: string
  /** The noun it belongs to, so that its page finds it again: `application`, `file`. */
  kind: string
  /** Below `/api`. */
  path: string
  /** Takes something away; a body goes by POST. */
  method?: 'delete'
  body?: unknown
  /** Entries whose answers must be there first. */
  after: readonly string[]
  /** When it was handed over, ISO 8601, by this phone's clock. */
  at: string
  /** Its place in the line, for that clock may be set back. Entries of earlier versions have none, and come first. */
  place?: number
  /** The version of Yima that made the body. */
  version?: string
  /** The device key under which it goes: a fresh one for what must not be tied to this phone. Without it, the phone's own. */
  device?: string
  /** Whose session it belongs to (`officer:…`, `resident:…`); under another's it waits. */
  actor?: string
  label?: OutboxLabel
  /** Under whose sign-in on this phone it was written; shown to nobody else (`holdersOf`). */
  holder?: string
  /** Nobody takes its answer over: it goes once answered. */
  act?: boolean
  /** Carries a picture of so many bytes, which lies beside it. */
  bytes?: number
  tries: number
  /** Milliseconds to wait before the next try unless somebody presses "send now". */
  pause?: number
  problem?: OutboxProblem
  /** The server will never take it as it is: somebody has to look at it. */
  refused?: boolean
  /** The server's answer, stored before anything else is dropped. */
  answer?: unknown
  /** What the office answered before it let go of it: it goes anew. */
  lapsed?: unknown
  /** Its page took the answer over; it stays only as long as something waits for it. */
  settled?: boolean
}

/** An officer as the actor of an entry. */
export const actorOfOfficer = (id: string): string => `officer:${id}`
export const isOfficers = (actor: string | undefined): actor is string =>
  actor?.startsWith(actorOfOfficer('')) === true

/**
 * Whose each entry is on this phone: a resident's mark (owner.ts), or the officer who acted, with the pictures that go
 * along; undefined for nobody's. Asked of the acts and not only of `holder`: entries of before bear the mark of whatever
 * resident was signed in beside the desk, or none.
 */
export function holdersOf(all: readonly OutboxEntry[]): (entry: OutboxEntry) => string | undefined {
  const officers = all.filter(({ actor }) => isOfficers(actor))
  const along = new Map(officers.flatMap(({ actor, after }) => after.map((id) => [id, actor] as const)))
  return ({ id, actor, holder }) => (isOfficers(actor) ? actor : (along.get(id) ?? holder))
}

/** In which order they were handed over. */
export const byPlace = (one: OutboxEntry, other: OutboxEntry): number =>
  (one.place ?? 0) - (other.place ?? 0) || (one.at < other.at ? -1 : Number(one.at > other.at))

const second = 1000
export const longestPause = 60 * second

// Refusals that another try can turn into an answer, be it after signing in or after the office mended
// something; a page of a proxy (`malformed`) is never our server's word. Everything else would be refused
// for ever.
const passing = new Set([
  'offline',
  'timeout',
  'intercepted',
  'malformed',
  'too-many',
  'unavailable',
  'disk-low',
  'unexpected',
  'sign-in-needed',
  'locked',
  'another-person',
  'foreign-origin',
  'malformed-body',
  'proof-needed',
])

/**
 * Whether a refusal is the last word on this body. Whoever is told when to come again (`retryAfter`) may come as they are;
 * who looked at what is no more so (`changed-meanwhile`) has to look first.
 */
export const isFinal = (code: string, status: number, retryAfter?: number): boolean =>
  !passing.has(code) && status < 500 && status !== 408 && status !== 429 && retryAfter === undefined

/**
 * Milliseconds to wait after so many tries: doubled each time, at most a minute, never two phones in
 * step.
 */
export function pauseAfter(tries: number, random: number, retryAfter?: number): number {
  const grown = Math.min(longestPause, second * 2 ** tries)
  const pause = grown * (0.5 + random / 2)
  return retryAfter === undefined ? pause : Math.min(longestPause, Math.max(pause, retryAfter * second))
}

export const isAnswered = (entry: OutboxEntry | undefined): boolean => entry?.answer !== undefined

/**
 * Whether this build knows how to send it. Several builds stand open in one browser after an update: what a newer tab
 * laid down in a way that this one does not know waits for it, instead of going out as something else.
 */
const isKnown = ({ method }: OutboxEntry): boolean => method === undefined || method === 'delete'

/** Whether it waits for nothing but its turn. What waits or is refused holds up only what depends on it. */
export function isFree(entry: OutboxEntry, all: readonly OutboxEntry[]): boolean {
  if (isAnswered(entry) || entry.refused || !isKnown(entry)) return false
  return entry.after.every((id) => isAnswered(all.find((other) => other.id === id)))
}

/** A picture and the like: sent only for what names it. */
export const isPart = ({ kind }: OutboxEntry): boolean => kind === 'file'

const isNeeded = ({ id }: OutboxEntry, all: readonly OutboxEntry[]): boolean =>
  all.some((other) => !isAnswered(other) && other.after.includes(id))

/** What a person handed over, without what was only sent for it; of acts in a line each is one. */
export const heads = (all: readonly OutboxEntry[]): OutboxEntry[] =>
  all.filter((entry) => entry.act === true || !all.some((other) => other.after.includes(entry.id)))

/** What somebody handed over and has not been received, without the pictures that go with it. */
export const unreceived = (all: readonly OutboxEntry[]): OutboxEntry[] =>
  all.filter(
    (entry) =>
      entry.answer === undefined && !(isPart(entry) && all.some((head) => head.after.includes(entry.id))),
  )

/** The entry for which the server will never take this one: itself, or something it waits for. */
export function refusedOf(entry: OutboxEntry, all: readonly OutboxEntry[]): OutboxEntry | undefined {
  if (entry.refused === true) return entry
  for (const before of all.filter(({ id }) => entry.after.includes(id))) {
    const refused = refusedOf(
      before,
      all.filter((other) => other !== entry),
    )
    if (refused) return refused
  }
  return undefined
}

/** Answered entries that have served: nobody takes their answer over, and nothing waits for them any more. */
export const served = (all: readonly OutboxEntry[]): OutboxEntry[] =>
  all.filter(
    (entry) =>
      isAnswered(entry) &&
      (isPart(entry) || entry.settled === true || entry.act === true) &&
      !isNeeded(entry, all),
  )

/** What was only sent for this entry, down to the last part, and is needed by nothing else. */
export function partsOf(entry: OutboxEntry, all: readonly OutboxEntry[]): OutboxEntry[] {
  const rest = all.filter(({ id }) => id !== entry.id)
  return rest.filter((part) => isPart(part) && entry.after.includes(part.id) && !isNeeded(part, rest))
}

/**
 * The pictures of an entry that the office no longer has, by its refusal: none where it named something else, or
 * says the same again of what was sent anew.
 */
export function lapsedParts(
  entry: OutboxEntry,
  { errors }: Pick<OutboxProblem, 'errors'>,
  all: readonly OutboxEntry[],
): OutboxEntry[] {
  if (!errors.some(({ code }) => code === 'file-unknown')) return []
  const parts = all.filter((part) => isPart(part) && entry.after.includes(part.id) && isAnswered(part))
  return parts.some(({ answer, lapsed }) => JSON.stringify(answer) !== JSON.stringify(lapsed)) ? parts : []
}

type Reference = { $answerOf: string; field: string }

/** Stands in a body for a field of an answer that is not there yet (the id of a picture). */
export const answerOf = (id: string, field: string): Reference => ({ $answerOf: id, field })

/** Such a field in a body. */
export const isReference = (part: unknown): part is Reference =>
  typeof part === 'object' && part !== null && '$answerOf' in part

/** Whether this body is built on a field of that entry's answer, and not whole without it. */
export function isBuiltOn(body: unknown, id: string): boolean {
  if (isReference(body)) return body.$answerOf === id
  return typeof body === 'object' && body !== null && Object.values(body).some((part) => isBuiltOn(part, id))
}

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
