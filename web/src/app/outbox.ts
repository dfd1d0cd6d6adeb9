import { readonly, shallowRef } from 'vue'
import { isAnswerOf, pauseBefore, readyToSend, type OutboxEntry, type OutboxProblem } from './outbox-order.ts'
import { outboxBadge } from './outbox-badge.ts'
import { http, ProblemError } from './http.ts'
import { forget, keep, keysKept, recall } from './store.ts'

export { answerOf } from './outbox-order.ts'
export type { OutboxEntry, OutboxProblem } from './outbox-order.ts'

/** What a page hands over: `id` is also the Idempotency-Key of every try. */
export type NewEntry = Pick<OutboxEntry, 'id' | 'kind' | 'path'> & { body?: unknown; blob?: Blob; after?: readonly string[] }

const prefix = 'outbox:'
const entries = shallowRef<readonly OutboxEntry[]>([])
const busy = shallowRef(false)
let timer: ReturnType<typeof setTimeout> | undefined
let loaded: Promise<void> | undefined

/** Everything that waits on this phone, that was refused, or whose answer nobody has taken over yet. */
export const outbox = readonly(entries)
export const sending = readonly(busy)

// Pictures are fetched from the store one by one when their turn comes, so the list itself stays light.
const light = ({ blob: _blob, ...entry }: OutboxEntry): OutboxEntry => entry

async function read(): Promise<void> {
  const keys = await keysKept(prefix)
  const found = await Promise.all(keys.map((key) => recall<OutboxEntry>(key)))
  entries.value = found.filter((entry) => entry !== undefined).map(light)
}

/** Reads what an earlier visit left behind; every other function here waits for it. */
export function openOutbox(): Promise<void> {
  loaded ??= read().then(showBadge)
  return loaded
}

async function write(entry: OutboxEntry): Promise<void> {
  await keep(prefix + entry.id, entry)
  entries.value = [...entries.value.filter(({ id }) => id !== entry.id), light(entry)]
}

async function remove(id: string): Promise<void> {
  await forget(prefix + id)
  entries.value = entries.value.filter((entry) => entry.id !== id)
}

function showBadge(): void {
  const open = entries.value.filter((entry) => entry.answer === undefined && !entry.after.some(isPart))
  if (open.length > 0) outboxBadge.value = { state: busy.value ? 'sending' : 'kept' }
  else if (outboxBadge.value?.state !== 'received') outboxBadge.value = undefined
}

const isPart = (_id: string): boolean => false

/** Keeps writes on this phone and begins to send them. Resolves when they are kept, not when they are sent. */
export async function enqueue(fresh: readonly NewEntry[]): Promise<void> {
  await openOutbox()
  const at = new Date().toISOString()
  for (const { after, ...entry } of fresh) await write({ ...entry, after: [...(after ?? [])], at, tries: 0 })
  void sendNow()
}
