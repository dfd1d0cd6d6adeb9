import { existsSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { holdEverything } from '@yima/api/db/discard-lock'
import { removeOrphans } from '@yima/api/file/orphans'
import { days, minutes, openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const pathOf = (address: Buffer) => {
  const name = address.toString('hex')
  return join(office.deps.config.dataDir, 'files', name.slice(0, 2), name.slice(2))
}
const isThere = (address: Buffer) => existsSync(pathOf(address))
let count = 0
/** Bytes in the store that were put so many days ago. */
async function stored(ago: number): Promise<Buffer> {
  const address = await office.deps.files.put(Buffer.from(`sealed ${(count += 1)}`))
  const at = new Date(office.clock.wall().getTime() - days(ago))
  utimesSync(pathOf(address), at, at)
  return address
}
const named = (address: Buffer) =>
  office.pool.query(
    `INSERT INTO file (id, device_hash, content_hash, mime, bytes, width, height, key_wrapped, created_at)
     VALUES (gen_random_uuid(), 'x', $1, 'image/jpeg', 1, 1, 1, 'x', $2)`,
    [address, new Date(office.clock.wall().getTime() - days(5))],
  )
/** Waits for the minute in which the shelf of these bytes is looked at. */
function waitFor(address: Buffer): void {
  const minute = Math.floor(office.clock.wall().getTime() / minutes(1))
  office.clock.sleep(minutes((((address[0] ?? 0) - minute) % 256) + 256))
}

beforeEach(() => office.pool.query('DELETE FROM file'))

it('bytes of a write that was killed before its row go within a day; what a row names stays', async () => {
  const kept = await stored(3)
  await named(kept)
  const part = await stored(3)
  await office.pool.query(`INSERT INTO file_part VALUES (gen_random_uuid(), 0, 'x', 'x', $1, 1, 'x', $2)`, [
    part,
    office.clock.wall(),
  ])
  const orphan = await stored(3)
  for (const address of [kept, part, orphan]) {
    waitFor(address)
    await office.watch()
  }
  expect([kept, part, orphan].map(isThere)).toEqual([true, true, false])
})

it('bytes that a running write has just put are never taken from it', async () => {
  await named(await stored(3))
  const young = await stored(0.5)
  waitFor(young)
  await removeOrphans(office.deps)
  expect(isThere(young)).toBe(true)
  // Its row never came.
  office.clock.sleep(days(1))
  waitFor(young)
  await removeOrphans(office.deps)
  expect(isThere(young)).toBe(false)
})

it('a database that was started on the folder of another takes nothing of it', async () => {
  const old = await stored(30)
  waitFor(old)
  await removeOrphans(office.deps)
  expect(isThere(old)).toBe(true)
  await named(await stored(3))
  await removeOrphans(office.deps)
  expect(isThere(old)).toBe(true)
})

it('nothing goes while a backup copies', async () => {
  await named(await stored(3))
  const orphan = await stored(2)
  waitFor(orphan)
  const backup = await office.pool.connect()
  await holdEverything(backup)
  await removeOrphans(office.deps)
  expect(isThere(orphan)).toBe(true)
  backup.release(true)
  await new Promise<void>((done) => setTimeout(done, 200))
  await removeOrphans(office.deps)
  expect(isThere(orphan)).toBe(false)
})
