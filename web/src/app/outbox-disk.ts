import type { OutboxEntry } from './outbox-order.ts'
import { keepTogether, keysKept, recall, recallStamped, type Change as Kept } from './store.ts'

/** What lies under one entry's key. Without `entry` it can no longer be opened or read. */
export type Found = { id: string; stamp: string; entry?: OutboxEntry }

/** Lays down an entry, or removes it, together with its picture. */
export type Change = {
  id: string
  /** What must lie there now; undefined: nothing. */
  stamp: string | undefined
  /** Undefined: removed. */
  entry?: OutboxEntry
  /** The picture beside it: undefined leaves it, null removes it. */
  picture?: Blob | null
}

/** Where the outbox lies: outlives every death of the app, and is shared by all its tabs. */
export type Disk = {
  read: () => Promise<readonly Found[]>
  picture: (id: string) => Promise<Blob | undefined>
  /** All changes or none. False, and nothing is changed, when something else lies there by now. */
  commit: (changes: readonly Change[]) => Promise<boolean>
}

const prefix = 'outbox:'
// Pictures lie beside the entries, so that looking through the outbox does not decrypt them.
const pictureKey = (id: string): string => `outbox-picture:${id}`

/** An entry of some version of Yima; anything else could not be sent and is shown as it is. */
function isEntry(value: unknown, id: string): value is OutboxEntry {
  const entry = value as Partial<OutboxEntry> | null | undefined
  return (
    typeof entry === 'object' &&
    entry?.id === id &&
    typeof entry.path === 'string' &&
    typeof entry.at === 'string' &&
    Array.isArray(entry.after)
  )
}

async function findEntry(key: string): Promise<Found[]> {
  const kept = await recallStamped(key)
  if (!kept) return [] // removed since its key was read
  const id = key.slice(prefix.length)
  const { stamp, value } = kept
  return isEntry(value, id) ? [{ id, stamp, entry: value }] : [{ id, stamp }]
}

function writesFor({ id, stamp, entry, picture }: Change): Kept[] {
  const own: Kept = { key: prefix + id, value: entry, expected: stamp ?? 'nothing' }
  const beside = entry === undefined ? null : picture
  return beside === undefined ? [own] : [own, { key: pictureKey(id), value: beside ?? undefined }]
}

/** The outbox in the encrypted store of this phone. */
export const phoneDisk: Disk = {
  read: async () => (await Promise.all((await keysKept(prefix)).map(findEntry))).flat(),
  picture: (id) => recall<Blob>(pictureKey(id)),
  commit: (changes) => keepTogether(changes.flatMap(writesFor)),
}
