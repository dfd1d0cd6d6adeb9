import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256 } from '../vault.ts'

/** Bytes by their SHA-256. A folder today, an object store later: nobody else knows which. */
export type FileStore = {
  /** Stores bytes durably and returns their address. Storing the same bytes twice is harmless. */
  put(bytes: Buffer): Promise<Buffer>
  /** Throws when the bytes are gone or were changed. */
  get(address: Buffer): Promise<Buffer>
  remove(address: Buffer): Promise<void>
  /** What was stored on a shelf (the first byte of its address) between two moments. */
  list(shelf: number, after: Date, before: Date): Promise<Buffer[]>
  /** Removes what writes that were killed before that moment left half done on a shelf. */
  tidy(shelf: number, before: Date): Promise<void>
}

const whole = /^[0-9a-f]{62}$/
const halfDone = /^[0-9a-f]{62}\.[0-9a-f-]{36}$/

const nothingThere = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Without it a power cut may take back a name that was just given; Windows needs and knows no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeSynced(path: string, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The folder of a shelf, named durably. */
async function makeShelf(shelf: string): Promise<void> {
  const first = await mkdir(shelf, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = shelf; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
}

type Named = { name: string; at: Date }

async function namesOn(folder: string, shape: RegExp): Promise<Named[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (nothingThere(error)) return []
    throw error
  })
  const found: Named[] = []
  for (const name of names.filter((one) => shape.test(one))) {
    // Removed since it was listed: then there is nothing to say about it.
    const facts = await stat(join(folder, name)).catch((error: unknown) => {
      if (!nothingThere(error)) throw error
    })
    if (facts) found.push({ name, at: facts.mtime })
  }
  return found
}

/** A content-addressed folder: `ab/cdef…`; written beside, synced, then renamed into place, and its name synced. */
export function folderStore(folder: string): FileStore {
  const pathOf = (address: Buffer) => {
    const name = address.toString('hex')
    return join(folder, name.slice(0, 2), name.slice(2))
  }
  const prefixOf = (shelf: number) => shelf.toString(16).padStart(2, '0')
  return {
    async put(bytes) {
      const address = sha256(bytes)
      const path = pathOf(address)
      await makeShelf(dirname(path))
      const beside = `${path}.${randomUUID()}`
      try {
        await writeSynced(beside, bytes)
        await rename(beside, path)
      } catch (error) {
        // On a full disk what is half done takes the room that the next try needs.
        await rm(beside, { force: true })
        throw error
      }
      await syncFolder(dirname(path))
      return address
    },
    async get(address) {
      const bytes = await readFile(pathOf(address))
      if (!sha256(bytes).equals(address)) throw new Error('A stored file no longer has its own hash')
      return bytes
    },
    async remove(address) {
      await rm(pathOf(address), { force: true })
    },
    async list(shelf, after, before) {
      const prefix = prefixOf(shelf)
      const named = await namesOn(join(folder, prefix), whole)
      return named
        .filter(({ at }) => at >= after && at < before)
        .map(({ name }) => Buffer.from(prefix + name, 'hex'))
    },
    async tidy(shelf, before) {
      const place = join(folder, prefixOf(shelf))
      for (const { name, at } of await namesOn(place, halfDone))
        if (at < before) await rm(join(place, name), { force: true })
    },
  }
}
