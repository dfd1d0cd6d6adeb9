import { readonly, shallowRef, watch as follow } from 'vue'
import product from '../../../package.json'
import { openDesk } from './desk-lock.ts'
import { asDevice, http, ProblemError } from './http.ts'
import { insist } from './insist.ts'
import { findHindrance } from './outbox-actor.ts'
import { outboxBadge, outboxStuck } from './outbox-badge.ts'
import { phoneDisk } from './outbox-disk.ts'
import { outboxEngine, type NewEntry, type Refusal } from './outbox-engine.ts'
import {
  actorOfOfficer,
  heads,
  holdersOf,
  isOfficers,
  refusedOf,
  unreceived,
  type OutboxEntry,
  type OutboxLabel,
  type OutboxProblem,
} from './outbox-order.ts'
import { watchLeaving } from './other-tabs.ts'
import { sendPicture } from './picture-parts.ts'
import { ownerMark } from './owner.ts'
import { findOwner } from './store.ts'
import { findText } from './text.ts'

export { answerOf } from './outbox-order.ts'
export type { NewEntry } from './outbox-engine.ts'
export type { OutboxEntry, OutboxLabel, OutboxProblem } from './outbox-order.ts'

const everything = shallowRef<readonly OutboxEntry[]>([])
const entries = shallowRef<readonly OutboxEntry[]>([])
const sealed = shallowRef(0)
const busy = shallowRef(false)
const underWay = shallowRef<ReadonlySet<string>>(new Set())

/**
 * Everything that waits, was refused, or was answered and not yet settled, of whoever holds this phone: nobody's, the
 * resident's who is signed in, and an officer's while that desk is open. Pictures stay in the store.
 */
export const outbox = readonly(entries)
/** How much lies here of desks that are not open. Nothing else is told of it. */
export const sealedWork = readonly(sealed)
/** True while something is on its way. */
export const sending = readonly(busy)
/** Ids of the entries that are on their way at this moment. */
export const onTheWay = readonly(underWay)

const listeners = new Set<() => void>()
const answers = new Map<string, unknown>()

const locks = (): LockManager | undefined => (navigator as Partial<Navigator>).locks
let channel: BroadcastChannel | undefined

/** Another tab at the same entry would only send the same once more. */
async function alone(id: string, work: () => Promise<void>): Promise<boolean> {
  const place = locks()
  if (!place) return work().then(() => true)
  return place.request(`yima-outbox:${id}`, { ifAvailable: true }, async (lock) => {
    if (lock) await work()
    return lock !== null
  })
}

const own = (code: string): OutboxProblem => ({
  code,
  title: findText(`common.problem.${code}`) ?? new ProblemError('malformed').title,
  errors: [],
})

/** What went wrong in one try; an error of the program itself is no word of the server either. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof ProblemError) {
    const { code, title, errors, allowed, status, retryAfter } = error
    return { code, title, errors, status, retryAfter, ...(status === 409 ? { allowed } : {}) }
  }
  if (typeof error === 'object' && error !== null && 'code' in error && 'errors' in error)
    return { status: 0, ...(error as OutboxProblem) }
  return { ...own('malformed'), status: 0 }
}

const rare = () => import('./outbox-rare.ts')

async function post(
  { id, path, method, actor, device, tries }: OutboxEntry,
  body: unknown,
  picture?: Blob,
): Promise<unknown> {
  const hindrance = actor === undefined ? undefined : await findHindrance(actor)
  if (hindrance) throw own(hindrance)
  // Not fetched when it is needed: a browser that once could not fetch a part does not try again, and nothing would go.
  if (picture)
    return sendPicture(device === undefined ? http : asDevice(device), id, picture, tries > 0).catch(async (error: unknown) => {
      if (!(error instanceof ProblemError) || error.code !== 'disk-low') throw error
      return (await rare()).sendSmall(id, picture, error, everything.value, device)
    })
  const options = { idempotencyKey: id, ...(actor === undefined ? {} : { actor }), ...(device === undefined ? {} : { device }) }
  if (method !== 'delete') return http.post(path, body, options)
  return (await rare()).end(path, options)
}

const engine = outboxEngine({
  disk: phoneDisk,
  post,
  refusalOf,
  problem: own,
  alone,
  now: () => performance.now(),
  date: () => new Date().toISOString(),
  random: Math.random,
  later: (ms, work) => {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
  changed: show,
  tell: () => channel?.postMessage('changed'),
  version: product.version,
})

/** The mark of whoever held this phone when it was last shown. */
let shownTo = ''

function show(): void {
  shownTo = ownerMark()
  everything.value = engine.entries()
  const holderOf = holdersOf(everything.value)
  const desk = openDesk.value === undefined ? undefined : actorOfOfficer(openDesk.value)
  // What another wrote here under their own sign-in goes its way, and is nobody else's to see.
  const isOurs = (holder: string | undefined) =>
    holder === undefined || holder === ownerMark() || holder === desk
  entries.value = everything.value.filter((entry) => isOurs(holderOf(entry)))
  const others = everything.value.filter((entry) => isOfficers(holderOf(entry)) && holderOf(entry) !== desk)
  sealed.value = unreceived(others).length
  if (others.length > 0) askWhoseDesk()
  underWay.value = engine.flying()
  busy.value = underWay.value.size > 0
  for (const { id, act, answer } of everything.value) if (act && answer !== undefined) answers.set(id, answer)
  showBadge()
  for (const heed of [...listeners]) heed()
}

follow(openDesk, show, { flush: 'sync' })

let asked = false
/** On a page that is no desk: an officer who is signed in, with a network or without, sees the own things here too. */
function askWhoseDesk(): void {
  if (asked) return
  asked = true
  insist(() => import('../work/useOfficer.ts'))
    .then(({ useOfficer }) => useOfficer().lookOnce())
    .catch(() => {
      asked = false // the part did not come: the next look asks for it again
    })
}

function showBadge(): void {
  const whole = heads(entries.value)
  outboxStuck.value = whole.filter((entry) => refusedOf(entry, entries.value)).length
  const received = [...whole].reverse().find((entry) => entry.answer !== undefined)?.answer as
    { receiptNumber?: string } | undefined
  if (whole.some((entry) => entry.answer === undefined))
    outboxBadge.value = { state: busy.value ? 'sending' : 'kept' }
  else if (received?.receiptNumber) outboxBadge.value = { state: 'received', number: received.receiptNumber }
  else outboxBadge.value = undefined
}

/** Reads what an earlier visit left behind. */
export async function openOutbox(): Promise<void> {
  watch()
  await engine.open()
  if (shownTo !== ownerMark()) show() // and never without need: pages that follow what is shown open it
}

/**
 * Keeps writes on this phone, all or none, then begins to send. Resolves when they are kept, not when
 * they are received. An id that lies here already stays as it is.
 */
export async function enqueue(fresh: readonly NewEntry[]): Promise<void> {
  watch()
  const mark = await findOwner()
  const holderOf = holdersOf(fresh.map((entry) => ({ at: '', tries: 0, ...entry, after: entry.after ?? [] })))
  return engine.enqueue(
    fresh.map((entry) => {
      const holder = holderOf({ at: '', tries: 0, ...entry, after: [] }) ?? mark
      return holder === '' ? entry : { ...entry, holder }
    }),
  )
}

/** Sends everything that is not refused, without waiting for its pause; resolves when nothing flies. */
export const sendNow = (): Promise<void> => engine.sendNow()

/** Tries once more what was refused, as it is. */
export const sendAgain = (id: string): Promise<void> => engine.sendAgain(id)

/**
 * The write of this name, whosever it is: for whoever handed it over and has to know what became of it while the desk is
 * locked. Reactive.
 */
export const findEntry = (id: string): OutboxEntry | undefined =>
  everything.value.find((entry) => entry.id === id)

/** The server's answer to a write; undefined while there is none. It stays until `settle`. */
export const answerTo = <T>(id: string): T | undefined => findEntry(id)?.answer as T | undefined

/** Lets go of an answered write, once its page has stored what the answer says. */
export const settle = (id: string): Promise<void> => engine.settle(id)

/**
 * Takes back what the server will never take as it is, with what was only sent for it: to be corrected, or
 * because its writer wants to be rid of it. False, and it stays, where nothing was refused.
 */
export const takeBack = (id: string): Promise<boolean> => engine.takeBack(id)

/** Removes what somebody wrote here under their sign-in (`holdersOf`). Only after they were asked. */
export const dropEntriesOf = (mark: string): Promise<void> =>
  mark === '' ? Promise.resolve() : engine.dropOf(mark)

/** Where a write is: one of the three words, or refused for good. Another tab may have heard the answer. */
export type Word<T> =
  | { word: 'received'; answer: T | undefined }
  | { word: 'sending' }
  | { word: 'kept'; problem: OutboxProblem | undefined }
  | { word: 'refused'; problem: OutboxProblem | undefined }

/** Where the write is now; undefined when no such write was ever here. Reactive. */
export function wordOn<T>(id: string): Word<T> | undefined {
  const all = everything.value
  const entry = findEntry(id)
  const answer = entry?.answer ?? answers.get(id)
  if (answer !== undefined) return { word: 'received', answer: answer as T }
  if (!entry) return undefined
  const refused = refusedOf(entry, all)
  if (refused) return { word: 'refused', problem: refused.problem }
  const line = [entry, ...all.filter((part) => entry.after.includes(part.id))]
  if (line.some((one) => underWay.value.has(one.id))) return { word: 'sending' }
  return { word: 'kept', problem: line.find((one) => one.problem)?.problem }
}

/** A write of which only the answer matters: nobody has to settle it. */
export type Act = {
  kind: string
  path: string
  method?: 'delete'
  body?: unknown
  /** Whose session it belongs to (`actorOf`). */
  actor?: string
  /** The Idempotency-Key; one made with the draft makes a second tap the same write. */
  id?: string
  after?: readonly string[]
  label?: OutboxLabel
  /** Pictures that its body names: kept in one with it, sent before it. */
  pictures?: readonly NewEntry[]
}

/**
 * Hands over one act and tells what has become of its first try: received with the answer, kept on this
 * phone (it goes by itself), or refused. Rejects only when this phone could not keep it.
 */
export async function write<T>({ id = crypto.randomUUID(), pictures = [], ...act }: Act): Promise<Word<T>> {
  const after = [...(act.after ?? []), ...pictures.map((picture) => picture.id)]
  await enqueue([...pictures, { ...act, id, act: true, after }])
  return new Promise((resolve) => {
    const heed = (): void => {
      const word = wordOn<T>(id)
      if (word?.word === 'sending' || (word?.word === 'kept' && !word.problem)) return
      listeners.delete(heed)
      resolve(word ?? { word: 'received', answer: undefined })
    }
    listeners.add(heed)
    heed()
  })
}

/** A town whose mast is up again does not knock in one second. */
const spread = 2000

let watching = false

/** Hears of a network, a reader and other tabs that come back. */
function watch(): void {
  if (watching) return
  watching = true
  watchLeaving()
  addEventListener('online', () => setTimeout(() => void sendNow(), Math.random() * spread))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void sendNow()
  })
  // Without locks a second tab that hears of an entry would send it too.
  if (locks() && typeof BroadcastChannel === 'function') {
    channel = new BroadcastChannel('yima-outbox')
    channel.addEventListener('message', () => void engine.lookAgain())
  }
}

/** Sends what was left behind, now and whenever the network or the reader comes back. */
export async function watchOutbox(): Promise<void> {
  watch()
  await sendNow()
}

/** Lets go of everything in memory, after this device was cleared: nothing may be written back. */
export function emptyOutbox(): void {
  answers.clear()
  engine.empty()
}
