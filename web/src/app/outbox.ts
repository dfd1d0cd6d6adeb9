import { readonly, shallowRef } from 'vue'
import { http, ProblemError } from './http.ts'
import { outboxBadge } from './outbox-badge.ts'
import { fillIn, heads, isFinal, isReady, pauseAfter, served, type OutboxEntry } from './outbox-order.ts'
import { forget, keep, keysKept, recall } from './store.ts'

export { answerOf } from './outbox-order.ts'
export type { OutboxEntry, OutboxProblem } from './outbox-order.ts'

/**
 * What a page hands over. `id` is the Idempotency-Key of every try; `after` names entries to be
 * answered first.
 */
export type NewEntry = Pick<OutboxEntry, 'id' | 'kind' | 'path' | 'body'> & {
  blob?: Blob
  after?: readonly string[]
}

const prefix = 'outbox:'
const entries = shallowRef<readonly OutboxEntry[]>([])
const busy = shallowRef(false)
let opened: Promise<void> | undefined
let round: Promise<void> | undefined
let timer: ReturnType<typeof setTimeout> | undefined

/** Everything that waits, was refused, or was answered and not yet settled. Pictures stay in the store. */
export const outbox = readonly(entries)
/** True while something is on its way. */
export const sending = readonly(busy)

// Pictures lie beside the entries, so that looking through the outbox does not decrypt them.
const pictureKey = (id: string): string => `outbox-picture:${id}`

async function read(): Promise<void> {
  const keys = await keysKept(prefix)
  const found = await Promise.all(keys.map((key) => recall<OutboxEntry>(key)))
  entries.value = found.filter((entry) => entry !== undefined).sort((a, b) => a.at.localeCompare(b.at))
  showBadge()
}

/** Reads what an earlier visit left behind. */
export function openOutbox(): Promise<void> {
  opened ??= read()
  return opened
}

function showBadge(): void {
  const whole = heads(entries.value)
  const received = [...whole].reverse().find((entry) => entry.answer !== undefined)?.answer as
    { receiptNumber?: string } | undefined
  if (whole.some((entry) => entry.answer === undefined))
    outboxBadge.value = { state: busy.value ? 'sending' : 'kept' }
  else if (received?.receiptNumber) outboxBadge.value = { state: 'received', number: received.receiptNumber }
  else outboxBadge.value = undefined
}

async function write(entry: OutboxEntry): Promise<void> {
  await keep(prefix + entry.id, entry)
  const others = entries.value.filter(({ id }) => id !== entry.id)
  entries.value = [...others, entry].sort((a, b) => a.at.localeCompare(b.at))
  showBadge()
}

async function remove(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await forget(prefix + id)
    await forget(pictureKey(id))
  }
  entries.value = entries.value.filter((entry) => !ids.includes(entry.id))
  showBadge()
}

/**
 * Keeps writes on this phone, then begins to send. Resolves when they are kept, not when they are
 * received.
 */
export async function enqueue(fresh: readonly NewEntry[]): Promise<void> {
  await openOutbox()
  const at = new Date().toISOString()
  for (const { after, blob, ...entry } of fresh) {
    if (blob) await keep(pictureKey(entry.id), blob)
    await write({ ...entry, after: [...(after ?? [])], at, tries: 0 })
  }
  void sendNow()
}

/** The server's answer to a write; undefined while there is none. It stays until `settle`. */
export const answerTo = <T>(id: string): T | undefined =>
  entries.value.find((entry) => entry.id === id)?.answer as T | undefined

/** Lets go of an answered write, once its page has stored what the answer says. */
export async function settle(id: string): Promise<void> {
  if (answerTo(id) !== undefined) await remove([id])
}

/**
 * Takes back a write that the server refused, with what was only sent for it, so that it can be
 * corrected. `parts` names these where the write itself is not there: handing over was broken off in
 * the middle.
 */
export async function takeBack(id: string, parts: readonly string[] = []): Promise<void> {
  const own = entries.value.find((entry) => entry.id === id)?.after ?? []
  await remove([id, ...own, ...parts])
}

async function fail(entry: OutboxEntry, error: unknown): Promise<void> {
  const refusal = error instanceof ProblemError ? error : new ProblemError('malformed')
  const { code, title, errors, status, retryAfter } = refusal
  const tries = entry.tries + 1
  await write({
    ...entry,
    tries,
    notBefore: Date.now() + pauseAfter(tries, Math.random(), retryAfter),
    problem: { code, title, errors },
    refused: isFinal(code, status),
  })
}

async function send(entry: OutboxEntry): Promise<void> {
  const answers = new Map(entries.value.map((other) => [other.id, other.answer]))
  let answer: unknown
  try {
    const picture = await recall<Blob>(pictureKey(entry.id))
    answer = await http.post(entry.path, picture ?? fillIn(entry.body, answers), { idempotencyKey: entry.id })
  } catch (error) {
    return fail(entry, error)
  }
  // Only once the answer is stored may what was typed go.
  const { body: _body, problem: _problem, ...rest } = entry
  await write({ ...rest, answer: answer ?? null })
  await forget(pictureKey(entry.id))
  await remove(served(entries.value).map((part) => part.id))
}

async function sendReady(at: () => number): Promise<void> {
  const tried = new Set<string>()
  for (;;) {
    const next = entries.value.find((entry) => !tried.has(entry.id) && isReady(entry, entries.value, at()))
    if (!next) return
    tried.add(next.id)
    await send(next)
  }
}

/** Another tab that is sending would only send the same once more. */
async function alone(work: () => Promise<void>): Promise<void> {
  const { locks } = navigator as Partial<Navigator>
  if (!locks) return work()
  await locks.request('yima-outbox', { ifAvailable: true }, (lock) => (lock ? work() : undefined))
}

async function sendRound(at: () => number): Promise<void> {
  busy.value = true
  try {
    await alone(async () => {
      await read()
      await sendReady(at)
    })
  } finally {
    busy.value = false
    await read()
    plan()
  }
}

/** The next round is due when the first waiting entry is; nothing is planned for what was refused. */
function plan(): void {
  clearTimeout(timer)
  const waiting = entries.value.filter((entry) => entry.answer === undefined && !entry.refused)
  if (waiting.length === 0) return
  const turn = Math.min(...waiting.map((entry) => entry.notBefore ?? 0))
  timer = setTimeout(() => void sendDue(), Math.max(1000, turn - Date.now()))
}

/** Sends what has waited long enough. One round at a time. */
function sendDue(): Promise<void> {
  round ??= sendRound(Date.now).finally(() => {
    round = undefined
  })
  return round
}

/** Sends everything that is not refused, without waiting for its pause. */
export async function sendNow(): Promise<void> {
  await openOutbox()
  await round
  round ??= sendRound(() => Infinity).finally(() => {
    round = undefined
  })
  return round
}

/** Sends what was left behind, now and whenever the network or the reader comes back. Called once. */
export async function watchOutbox(): Promise<void> {
  await openOutbox()
  addEventListener('online', () => void sendNow())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void sendDue()
  })
  if (entries.value.length > 0) await sendDue()
}

/** Lets go of everything in memory, after this device was cleared: nothing may be written back. */
export function emptyOutbox(): void {
  clearTimeout(timer)
  entries.value = []
  opened = undefined
  showBadge()
}
