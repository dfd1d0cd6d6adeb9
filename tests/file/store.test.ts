import type * as Promises from 'node:fs/promises'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { folderStore } from '@yima/api/file/store'

/** Files and folders that were synced, in order. */
const synced: string[] = []
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof Promises>()
  const open: typeof fs.open = async (path, ...how) => {
    const handle = await fs.open(path, ...how)
    const sync = handle.sync.bind(handle)
    handle.sync = async () => {
      await sync()
      synced.push(String(path))
    }
    return handle
  }
  return { ...fs, open }
})

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'yima-store-')), 'files')
  synced.length = 0
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

const shelfOf = (address: Buffer) => join(folder, address.toString('hex').slice(0, 2))

it('a picture keeps its name when the power fails, and so does the folder made for it', async () => {
  const address = await folderStore(folder).put(Buffer.from('roof'))
  const [shelf, above, draft, name] = synced
  expect([shelf, above]).toEqual([folder, join(folder, '..')])
  expect(draft?.startsWith(join(shelfOf(address), address.toString('hex').slice(2)))).toBe(true)
  expect(name).toBe(shelfOf(address))
  expect(await folderStore(folder).get(address)).toEqual(Buffer.from('roof'))
})

it('a picture that found no room leaves nothing half done behind', async () => {
  const bytes = randomBytes(99)
  const address = createHash('sha256').update(bytes).digest()
  // Something that cannot be replaced stands where its name would be.
  mkdirSync(join(shelfOf(address), address.toString('hex').slice(2), 'x'), { recursive: true })
  await expect(folderStore(folder).put(bytes)).rejects.toThrow()
  expect(readdirSync(shelfOf(address))).toEqual([address.toString('hex').slice(2)])
})

it('what a killed write left half done goes, once nobody can still be writing it', async () => {
  const store = folderStore(folder)
  const address = await store.put(Buffer.from('roof'))
  const draft = (end: string) => join(shelfOf(address), `${'0'.repeat(62)}.${end.padStart(36, '0')}`)
  for (const end of ['1', '2']) writeFileSync(draft(end), 'half')
  const long = new Date(Date.now() - 100_000)
  utimesSync(draft('1'), long, long)
  await store.tidy(address[0] ?? 0, new Date(Date.now() - 50_000))
  expect(readdirSync(shelfOf(address)).sort()).toEqual(
    [draft('2').slice(-99), address.toString('hex').slice(2)].sort(),
  )
})
