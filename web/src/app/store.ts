import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb'
import { keyOf, ownerMark, readKey, setOwnerMark } from './owner.ts'
import { isLocking } from './phone-lock.ts'
import { open, seal, type Sealed } from './sealing.ts'
import { refusalOf, setStoreRefusal, storeRefusal, type StoreRefusal } from './store-refusal.ts'

interface Shelf extends DBSchema {
  keys: { key: string; value: CryptoKey }
  entries: { key: string; value: Sealed }
}
type Place = { database: IDBPDatabase<Shelf>; key: CryptoKey }

export const nothing = 'nothing'
/** What the disk would not take: lies here as long as the disk holds what it held then. */
export type Spare = { value: unknown; over: string; stamp: string }
export const memory = new Map<string, Spare>()
/** What a spare was sealed as when the disk took it after all: whoever read it in memory still knows it. */
const laidAs = new Map<string, string>()
let spares = 0
let shelf: Promise<Place | undefined> | undefined

async function unlock(): Promise<Place> {
  const database = await openDB<Shelf>('yima', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('keys')
      fresh.createObjectStore('entries')
    },
    // Browsers close it when storage runs short: the next call opens it again.
    terminated() {
      shelf = undefined
    },
  })
  // Not extractable: whoever copies the files of the browser gets a locked box without its key.
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])
  const turn = database.transaction('keys', 'readwrite')
  const kept = await turn.store.get('drafts')
  if (!kept) await turn.store.put(made, 'drafts')
  await turn.done
  const place = { database, key: kept ?? made }
  setOwnerMark(await readOwner(place))
  return place
}

export const ownerKey = 'owner'

/** Whose things lie in the open: before anything of theirs is looked for, or another's would be found. */
export async function readOwner({ database, key }: Place): Promise<string> {
  if (isLocking()) return ''
  const sealed = await database.get('entries', ownerKey)
  const mark = sealed && (await open(key, sealed).catch(() => undefined))
  return typeof mark === 'string' ? mark : ''
}

/** The store of this phone; undefined where it refuses. */
export function opened(): Promise<Place | undefined> {
  shelf ??= unlock().catch((error: unknown) => {
    setStoreRefusal(refusalOf([error]))
    return undefined
  })
  return shelf
}

/** For a write: a disk that was too full for so much as a key may have room again. */
async function openedToWrite(): Promise<Place | undefined> {
  if (storeRefusal.value === 'full' && !(await opened())) shelf = undefined
  return opened()
}

/** No two sealings share a nonce, so it tells whether a value is still the one that was read. */
const stampOf = (sealed: Sealed | undefined): string =>
  sealed ? [...sealed.nonce].map((byte) => byte.toString(16).padStart(2, '0')).join('') : nothing

/** The value in memory, unless another tab has changed the disk since the disk refused it. */
function findSpare(key: string, onDisk: string): Spare | undefined {
  const spare = memory.get(key)
  if (spare && spare.over === onDisk) return spare
  memory.delete(key)
  return undefined
}

/** What somebody wrote or photographed, at home or at a desk; all else can be read anew from the office. */
const written = /^(draft|outbox|papers:|calculator|work\.(draft|filing|papers))/
const isUnsent = ([key, { value }]: [string, Spare]): boolean =>
  written.test(key) &&
  value !== undefined &&
  (value as { answer?: unknown } | null)?.answer === undefined

/** Closing the page would lose what lies nowhere else: the browser asks first. */
function askOnLeaving(event: Event): void {
  if ([...memory].some(isUnsent)) event.preventDefault()
}

function keepSpare(key: string, value: unknown, over: string): void {
  if ('addEventListener' in globalThis) addEventListener('beforeunload', askOnLeaving)
  spares += 1
  memory.set(key, { value, over, stamp: value === undefined ? nothing : `memory-${spares}` })
}

let mayLie: (key: string) => boolean = () => true
/** From now on this page lays down nothing else; what it would is let go (owner-change.ts). */
export function layOnly(which: (key: string) => boolean): void {
  mayLie = which
}

/** A value to lay down, or to remove (undefined). */
export type Change = {
  key: string
  value: unknown
  /** The stamp of what must lie there now (`nothing` where nothing may); undefined: whatever lies there. */
  expected?: string
}

/**
 * Keeps all changes or none, in one transaction. False, and nothing is kept, when something else lies
 * under one of the keys than expected: another tab was faster. In memory only where the phone refuses.
 */
export async function keepTogether(all: readonly Change[]): Promise<boolean> {
  const place = await openedToWrite()
  const whose = ownerMark()
  if (!place) return keepInMemory(under(whose, all), new Map(), storeRefusal.value)
  // Before the transaction begins: it ends by itself as soon as it has to wait for anything else.
  const ready = await Promise.all(
    all.map(async (change): Promise<Change & SealedChange> => {
      return change.value === undefined ? change : { ...change, sealed: await seal(place.key, change.value) }
    }),
  )
  // Not before: while it was sealed somebody may have signed in, and what was nobody's has become theirs.
  const changes = under(whose || ownerMark(), ready)
  const turn = await begin(place)
  turn.done.catch(() => undefined) // told where the transaction is awaited
  const there = new Map<string, string>()
  for (const { key } of changes) there.set(key, stampOf(await turn.store.get(key)))
  if (!asExpected(changes, there)) return false
  const refusal = await layDown(turn, changes)
  if (refusal) return keepInMemory(changes, there, refusal)
  for (const { key } of changes) memory.delete(key) // what lay here while the disk was full is old now
  await takeUpSpares(place)
  return true
}

/** What may be laid down in this moment, under the keys of this mark. */
const under = <T extends Change>(whose: string, all: readonly T[]): T[] =>
  all.filter(({ key }) => mayLie(key)).map((change) => ({ ...change, key: keyOf(change.key, whose) }))

/**
 * The disk takes something again: what lay in memory alone follows, unless another tab has written there since. Only
 * when all of it is down may anybody be told again that it is on this phone.
 */
async function takeUpSpares(place: Place): Promise<void> {
  for (const [key, spare] of [...memory]) {
    const sealed = spare.value === undefined ? undefined : await seal(place.key, spare.value)
    const turn = await begin(place)
    turn.done.catch(() => undefined)
    if (!findSpare(key, stampOf(await turn.store.get(key)))) continue
    if (await layDown(turn, [{ key, ...(sealed && { sealed }) }])) return
    laidAs.set(spare.stamp, stampOf(sealed))
    if (memory.get(key) === spare) memory.delete(key)
  }
  if (memory.size === 0) setStoreRefusal(undefined)
}

type SealedChange = { key: string; sealed?: Sealed }
type Turn = IDBPTransaction<Shelf, ['entries'], 'readwrite'>

/** Why the disk took nothing of it; undefined when it took all. */
async function layDown(turn: Turn, changes: readonly SealedChange[]): Promise<StoreRefusal | undefined> {
  try {
    for (const { key, sealed } of changes)
      await (sealed ? turn.store.put(sealed, key) : turn.store.delete(key))
    await turn.done
    return undefined
  } catch (error) {
    // A request that went down with its transaction says only so; the transaction says why.
    return refusalOf([error, await turn.done.catch((why: unknown) => why)])
  }
}

/** A transaction; where the browser has closed the database, on the database opened anew. */
export async function begin(place: Place): Promise<Turn> {
  try {
    return place.database.transaction(['entries'], 'readwrite')
  } catch {
    shelf = undefined
    return ((await opened()) ?? place).database.transaction(['entries'], 'readwrite')
  }
}

const asExpected = (changes: readonly Change[], onDisk: ReadonlyMap<string, string>): boolean =>
  changes.every(({ key, expected }) => {
    const there = onDisk.get(key) ?? nothing
    const known = expected === undefined ? undefined : (laidAs.get(expected) ?? expected)
    return known === undefined || known === (findSpare(key, there)?.stamp ?? there)
  })

function keepInMemory(
  changes: readonly Change[],
  onDisk: ReadonlyMap<string, string>,
  why: StoreRefusal = 'refused',
): boolean {
  if (!asExpected(changes, onDisk)) return false
  setStoreRefusal(why) // losing the words silently would be worse
  for (const { key, value } of changes) keepSpare(key, value, onDisk.get(key) ?? nothing)
  return true
}

/** Keeps a value (JSON and Blobs) on this device, encrypted; in memory only where the phone refuses. */
export async function keep(key: string, value: unknown): Promise<void> {
  await keepTogether([{ key, value }])
}

/** Keeps the value unless one is there already; resolves with the one that stands. Safe with several tabs. */
export async function keepOnce<T>(key: string, value: T): Promise<T> {
  if (await keepTogether([{ key, value, expected: nothing }])) return value
  return ((await recallStamped(key))?.value as T | undefined) ?? value
}

/**
 * What lies under the key, with the stamp by which `keepTogether` knows it again; without a value if it
 * can no longer be opened, undefined if nothing lies there.
 */
export async function recallStamped(asked: string): Promise<{ stamp: string; value?: unknown } | undefined> {
  const place = await opened()
  const key = keyOf(asked)
  const sealed = await place?.database.get('entries', key)
  const spare = findSpare(key, stampOf(sealed))
  if (spare) return spare.value === undefined ? undefined : { stamp: spare.stamp, value: spare.value }
  if (!place || !sealed) return undefined
  const stamp = stampOf(sealed)
  return open(place.key, sealed).then(
    (value) => ({ stamp, value }),
    () => ({ stamp }),
  )
}

/** Keeps a key that cannot leave the browser beside the one of the drafts; it goes when this device is emptied. */
export async function keepKey(name: string, key: CryptoKey): Promise<void> {
  const place = await opened()
  await place?.database.put('keys', key, name)
}

/** The key of that name; undefined where there is none, or this phone refuses to keep anything. */
export const recallKey = async (name: string): Promise<CryptoKey | undefined> =>
  (await opened())?.database.get('keys', name)

/** What was kept under the key; undefined if nothing was, or if it can no longer be opened. */
export const recall = async <T>(key: string): Promise<T | undefined> =>
  (await recallStamped(key))?.value as T | undefined

/** Keys of everything kept whose key begins so, in order; nothing is decrypted for it. */
export async function keysKept(prefix: string): Promise<string[]> {
  const place = await opened()
  const stored =
    (await place?.database.getAllKeys('entries', IDBKeyRange.bound(prefix, `${prefix}\uffff`))) ?? []
  const removed = (key: string): boolean => memory.has(key) && memory.get(key)?.value === undefined
  return [...new Set([...stored, ...memory.keys()])]
    .filter((key) => key.startsWith(prefix) && !removed(key))
    .flatMap((key) => readKey(key) ?? [])
    .sort()
}

export const forget = (key: string): Promise<void> => keep(key, undefined)

/** Whose things lie in the open here; '' for nobody's. */
export async function findOwner(): Promise<string> {
  await opened()
  return ownerMark()
}

/** Empties this device: entries first, then the key that could open them. */
export async function forgetEverything(): Promise<void> {
  memory.clear()
  const place = await opened()
  await place?.database.clear('entries')
  await place?.database.clear('keys')
  place?.database.close()
  shelf = undefined
  setOwnerMark('')
}
