import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { readonly, ref } from 'vue'
import { open, seal, type Sealed } from './sealing.ts'

interface Shelf extends DBSchema {
  keys: { key: string; value: CryptoKey }
  entries: { key: string; value: Sealed }
}

const memoryOnly = ref(false)
/** True when this phone refuses to keep anything: say so (`common.store.memory`) where something is written. */
export const storeRefused = readonly(memoryOnly)

const memory = new Map<string, unknown>()
let shelf: Promise<{ database: IDBPDatabase<Shelf>; key: CryptoKey } | undefined> | undefined

async function unlock(): Promise<{ database: IDBPDatabase<Shelf>; key: CryptoKey }> {
  const database = await openDB<Shelf>('yima', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('keys')
      fresh.createObjectStore('entries')
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
  return { database, key: kept ?? made }
}

function opened(): Promise<{ database: IDBPDatabase<Shelf>; key: CryptoKey } | undefined> {
  shelf ??= unlock().catch(() => {
    memoryOnly.value = true
    return undefined
  })
  return shelf
}

/** Keeps a value (JSON and Blobs) on this device, encrypted; in memory only where the phone refuses. */
export async function keep(key: string, value: unknown): Promise<void> {
  const place = await opened()
  if (!place) {
    memory.set(key, value)
    return
  }
  try {
    await place.database.put('entries', await seal(place.key, value), key)
    memory.delete(key) // what lay here while the disk was full is old now
  } catch {
    memoryOnly.value = true // full disk: losing the words silently would be worse
    memory.set(key, value)
  }
}

/** Keeps the value unless one is there already; resolves with the one that stands. Safe with several tabs. */
export async function keepOnce<T>(key: string, value: T): Promise<T> {
  const place = await opened()
  if (!place) {
    if (!memory.has(key)) memory.set(key, value)
    return memory.get(key) as T
  }
  const sealed = await seal(place.key, value)
  const turn = place.database.transaction('entries', 'readwrite')
  const there = await turn.store.get(key)
  if (!there) await turn.store.put(sealed, key)
  await turn.done
  return there ? ((await open(place.key, there)) as T) : value
}

/** What was kept under the key; undefined if nothing was, or if it can no longer be opened. */
export async function recall<T>(key: string): Promise<T | undefined> {
  if (memory.has(key)) return memory.get(key) as T
  const place = await opened()
  const sealed = await place?.database.get('entries', key)
  if (!place || !sealed) return undefined
  return (await open(place.key, sealed).catch(() => undefined)) as T | undefined
}

/** Keys of everything kept whose key begins so, in order; nothing is decrypted for it. */
export async function keysKept(prefix: string): Promise<string[]> {
  const place = await opened()
  const stored =
    (await place?.database.getAllKeys('entries', IDBKeyRange.bound(prefix, `${prefix}\uffff`))) ?? []
  return [...new Set([...stored, ...memory.keys()])].filter((key) => key.startsWith(prefix)).sort()
}

export async function forget(key: string): Promise<void> {
  memory.delete(key)
  const place = await opened()
  await place?.database.delete('entries', key)
}

/** Empties this device: entries first, then the key that could open them. */
export async function forgetEverything(): Promise<void> {
  memory.clear()
  const place = await opened()
  await place?.database.clear('entries')
  await place?.database.clear('keys')
  place?.database.close()
  shelf = undefined
}
