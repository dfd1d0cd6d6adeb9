import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256 } from '../vault.ts'

/** Bytes by their SHA-256. A folder today, an object store later: nobody else knows which. */
export type FileStore = {
  /** Stores bytes durably and returns their address. Storing the same bytes twice is harmless. */
  put(bytes: Buffer): Promise<Buffer>
  /** Throws when the bytes are gone or were changed. */
  get(address: Buffer): Promise<Buffer>
  remove(address: Buffer): Promise<void>
}

/** A content-addressed folder: `ab/cdef…`; written beside, synced, then renamed into place. */
export function folderStore(folder: string): FileStore {
  const pathOf = (address: Buffer) => {
    const name = address.toString('hex')
    return join(folder, name.slice(0, 2), name.slice(2))
  }
  return {
    async put(bytes) {
      const address = sha256(bytes)
      const path = pathOf(address)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const beside = `${path}.${randomUUID()}`
      const handle = await open(beside, 'wx', 0o600)
      try {
        await handle.writeFile(bytes)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(beside, path)
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
  }
}
