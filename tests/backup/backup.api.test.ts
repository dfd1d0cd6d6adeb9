import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBackup } from '@yima/api/backup/read'
import { refuseUnfinishedDatabase, refuseUnfinishedFolder, setMark } from '@yima/api/backup/unfinished'
import { writeKeysFile, readKeysFile } from '@yima/api/backup/keys-file'
import { holdEverything } from '@yima/api/db/discard-lock'
import { openDatabase } from '@yima/api/db/connection'
import { refuseTooManyRights } from '@yima/api/db/run-time-rights'
import { migrate, migrationNames } from '@yima/api/db/migrate'
import { inTransaction } from '@yima/api/db/transaction'
import { startJobs } from '@yima/api/notification/jobs'
import { sha256 } from '@yima/api/vault'
import { StopReason } from '@yima/api/stop-reason'
import { bareDatabase } from '../fixtures/database.ts'
import { apply, days, openOffice, type Office } from '../fixtures/office.ts'
import { runs } from '../fixtures/runs.ts'
import { operate } from './operate.ts'
import { backUp, emptyPlace, restoreBackup } from './places.ts'
import { aPicture } from './writers.ts'

const keyMaterial = Buffer.alloc(32, 5)
let office: Office
let folder: string
/** A backup with applications, a picture and a waiting job, and the keys that go with it. */
let good: Awaited<ReturnType<typeof backUp>> & { file: string; bytes: Buffer }
const newFile = () => join(mkdtempSync(join(folder, 'f')), 'backup.tar')

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yima-backup-'))
  office = await openOffice({ YIMA_KEYS: keyMaterial.toString('base64') })
  for (let n = 0; n < 3; n += 1) await apply(office.device())
  for (let n = 0; n < 30; n += 1) await office.device().postRaw('/files', await aPicture())
  const jobs = await startJobs(office.pool, office.deps.log)
  await inTransaction(office.deps.db, (tx) => jobs.send(tx, 'deliver-message', { id: 'waits' }))
  await jobs.stop()
  const file = newFile()
  good = { ...(await backUp(office, file)), file, bytes: readFileSync(file) }
})
afterAll(async () => {
  await office.close()
  rmSync(folder, { recursive: true })
})

/** All that a reader hands out, as one text. */
async function contents(file: string): Promise<string> {
  const seen: string[] = []
  await readBackup(file, {
    rows: async (table, piece) => { seen.push(`${table} ${piece.toString('base64')}`) },
    file: async (bytes) => { seen.push(bytes.toString('base64')) },
  })
  return seen.join('\n')
}

const settings = (dataDir: string, { url, adminUrl }: { url: string; adminUrl: string }) => ({
  DATABASE_URL: url, DATABASE_ADMIN_URL: adminUrl, YIMA_KEYS: keyMaterial.toString('base64'), YIMA_DATA: dataDir,
})

describe('a backup', () => {
  it('is for its owner alone and overwrites nothing', async () => {
    expect(statSync(good.file).mode & 0o777).toBe(0o600)
    await expect(backUp(office, good.file)).rejects.toThrow(/overwrites nothing/)
    expect(readFileSync(good.file).equals(good.bytes)).toBe(true)
    expect(readdirSync(join(good.file, '..'))).toEqual(['backup.tar'])
  })

  it('that was cut short anywhere is refused', async () => {
    const file = newFile()
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: good.bytes.length - 1025 }), async (length) => {
        writeFileSync(file, good.bytes.subarray(0, length))
        await expect(readBackup(file)).rejects.toThrow(/no whole backup/)
      }),
      { numRuns: runs(25) },
    )
  })

  it('in which one bit changed is refused, or says the same', async () => {
    const file = newFile()
    const expected = await contents(good.file)
    let refused = 0
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: good.bytes.length - 1 }), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const changed = Buffer.from(good.bytes)
        changed[at] = (changed[at] ?? 0) ^ (1 << bit)
        writeFileSync(file, changed)
        const found = await contents(file).catch((error: unknown) => {
          expect(error).toBeInstanceOf(StopReason)
          refused += 1
          return expected
        })
        expect(found === expected).toBe(true)
      }),
      { numRuns: runs(60) },
    )
    expect(refused).toBeGreaterThan(0)
  })

  it('tells of a picture that the folder lost, and saves the rest', async () => {
    const { rows } = await office.pool.query<{ hash: Buffer }>('SELECT content_hash AS hash FROM file LIMIT 1')
    const hash = rows[0]?.hash ?? Buffer.alloc(0)
    const bytes = await office.deps.files.get(hash)
    await office.deps.files.remove(hash)
    const { manifest } = await backUp(office, newFile())
    expect(manifest.files).toMatchObject({ count: 29, missing: 1 })
    await office.deps.files.put(bytes)
  })

  it('loses no picture to tidying up that runs at the same time', async () => {
    const other = await openOffice()
    await other.device().postRaw('/files', await aPicture())
    other.clock.goOn(days(30))
    const owner = openDatabase(other.database.adminUrl)
    const backup = await owner.pool.connect()
    await holdEverything(backup)
    const pictures = async () => (await other.pool.query('SELECT 1 FROM file')).rowCount
    await other.watch()
    expect(await pictures()).toBe(1)
    await backup.query('SELECT pg_advisory_unlock_all()')
    backup.release()
    await owner.close()
    await other.watch()
    expect(await pictures()).toBe(0)
    await other.close()
  })

  it('for which there is no room leaves nothing behind', async () => {
    const file = newFile()
    // 512-byte blocks: room for about half of it.
    const limit = `ulimit -f ${Math.floor(good.bytes.length / 1024)}`
    const run = operate(['backup', file], settings(office.deps.config.dataDir, office.database), limit)
    expect(await run.ended).toBe(1)
    expect(run.said()).toMatch(/no room left|EFBIG/)
    expect(readdirSync(join(file, '..'))).toEqual([])
  })

  it('whose keys would take its own name is not begun', async () => {
    const file = newFile()
    const other = mkdtempSync(join(folder, 'l'))
    symlinkSync(join(file, '..'), join(other, 'link'))
    const mine = { YIMA_DATA: join(other, 'data') }
    for (const keys of [file, join(other, 'link', 'backup.tar')]) {
      const run = operate(['backup', file, '--keys', keys], mine)
      expect(await run.ended).toBe(1)
      expect(run.said()).toMatch(/keys need a file of their own/)
      expect(readdirSync(join(file, '..'))).toEqual([])
    }
  })

  it('of an empty database is none', async () => {
    const bare = await bareDatabase()
    await expect(backUp({ ...office, database: bare }, newFile())).rejects.toThrow(/nothing of Yima/)
    await bare.drop()
  })
})

describe('the file of keys', () => {
  it('is for its owner alone, says what it is, and comes back as it was', () => {
    const file = newFile()
    const keys = { current: '02', master: { '01': Buffer.alloc(32, 1), '02': Buffer.alloc(32, 2) }, index: Buffer.alloc(32, 3) }
    writeKeysFile(file, keys)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toContain('Keep them in different places')
    expect(readKeysFile(file)).toEqual(keys)
    expect(() => { writeKeysFile(file, keys) }).toThrow(/EEXIST/)
  })

  it.each(['', '{}', '{"yima":"keys","current":"01","master":{"01":"c2hvcnQ="}}'])('that holds %s is refused', (text) => {
    const file = newFile()
    writeFileSync(file, text)
    expect(() => readKeysFile(file)).toThrow(/holds no keys/)
  })
})

describe('a restore', () => {
  it('brings back everything, ready to work on', async () => {
    const place = await emptyPlace()
    const { findings } = await restoreBackup(good.file, undefined, place.target(keyMaterial))
    expect(findings).toMatchObject({ applications: 3, pictures: 30, wrong: {} })
    const { pool, close } = openDatabase(place.database.url)
    await refuseTooManyRights(pool)
    const jobs = await pool.query(`SELECT name, state FROM pgboss.job WHERE data->>'id' = 'waits'`)
    expect(jobs.rows).toEqual([{ name: 'deliver-message', state: 'created' }])
    const all = async (from: Office['pool'], table: string) =>
      (await from.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t ORDER BY 1`)).rows
    for (const table of ['demo_clock', 'event', 'claim', 'idempotency', 'message', 'duty', 'pgboss.job']) {
      expect(await all(pool, table)).toEqual(await all(office.pool, table))
    }
    expect(readdirSync(place.dataDir)).toEqual(['files'])
    const runner = await startJobs(pool, office.deps.log)
    await runner.stop()
    await close()
    await place.close()
  })

  it('overwrites nothing', async () => {
    const place = await emptyPlace()
    writeFileSync(join(place.dataDir, 'something'), '')
    await expect(restoreBackup(good.file, undefined, place.target(keyMaterial))).rejects.toThrow(/is not empty/)
    rmSync(join(place.dataDir, 'something'))
    const used = { ...place.target(keyMaterial), openDatabase: async () => office.database.adminUrl }
    await expect(restoreBackup(good.file, undefined, used)).rejects.toThrow(/database is not empty/)
    expect((await office.pool.query('SELECT 1 FROM application')).rowCount).toBe(3)
    await place.close()
  })

  it.each([
    ['none', undefined],
    ['others', { current: '01', master: { '01': Buffer.alloc(32, 9) } }],
  ])('with the wrong keys (%s) says so before it writes anything', async (_, kept) => {
    const place = await emptyPlace()
    await expect(restoreBackup(good.file, kept, place.target())).rejects.toThrow(/keys of this backup are missing/)
    expect(readdirSync(place.dataDir)).toEqual([])
    await place.close()
  })

  it('of a file that names no key is refused: anybody could have written it', async () => {
    const file = newFile()
    const text = good.bytes.toString('latin1')
    const forged = text.replace(/"keys":\s*\{[^{}]*\}/, (named) => '"keys":{}'.padEnd(named.length))
    expect(forged).not.toBe(text)
    writeFileSync(file, Buffer.from(forged, 'latin1'))
    const place = await emptyPlace()
    await expect(restoreBackup(file, good.kept, place.target(keyMaterial))).rejects.toThrow(/keys of this backup are missing/)
    expect(readdirSync(place.dataDir)).toEqual([])
    await place.close()
  })

  it('signs nobody in again', async () => {
    const tables = (await readBackup(good.file)).manifest.tables.map(({ table }) => table)
    expect(tables).toContain('application')
    expect(tables).not.toContain('session')
    expect(tables).not.toContain('phone_proof')
  })

  it('of a damaged file changes nothing', async () => {
    const file = newFile()
    writeFileSync(file, good.bytes.subarray(0, good.bytes.length / 2))
    const place = await emptyPlace()
    await expect(restoreBackup(file, undefined, place.target(keyMaterial))).rejects.toThrow(/cut short or changed/)
    expect(readdirSync(place.dataDir)).toEqual([])
    await place.close()
  })

  it('brings what an older version saved up to date', async () => {
    const [older, place] = [await bareDatabase(), await emptyPlace()]
    const names = migrationNames()
    const count = names.findIndex((name) => name.endsWith('create-index-key'))
    await migrate(older.adminUrl, count)
    const source = openDatabase(older.adminUrl)
    await source.pool.query(`INSERT INTO region VALUES ('990101000000', '青禾县', 'county', NULL, '2020-01-01', NULL)`)
    await source.close()
    const file = newFile()
    const { manifest } = await backUp({ ...office, database: older }, file)
    expect(manifest.migrations).toEqual(names.slice(0, count))
    await restoreBackup(file, good.kept, place.target(keyMaterial))
    const { pool, close } = openDatabase(place.database.adminUrl)
    expect((await pool.query('SELECT name FROM migration ORDER BY id')).rows).toEqual(names.map((name) => ({ name })))
    expect((await pool.query('SELECT name FROM region')).rows).toEqual([{ name: '青禾县' }])
    expect((await pool.query('SELECT 1 FROM index_key')).rowCount).toBe(1)
    await close()
    await older.drop()
    await place.close()
  })

  it('of what a newer version saved says which version to take', async () => {
    const [newer, place] = [await openOffice({ YIMA_KEYS: keyMaterial.toString('base64') }), await emptyPlace()]
    const owner = openDatabase(newer.database.adminUrl)
    await owner.pool.query(`INSERT INTO migration (name, run_on) VALUES ('29990101000000000_invent-something', now())`)
    await owner.close()
    const file = newFile()
    await backUp(newer, file)
    await expect(restoreBackup(file, undefined, place.target(keyMaterial))).rejects.toThrow(/does not know.*newer one/)
    expect(readdirSync(place.dataDir)).toEqual([])
    await newer.close()
    await place.close()
  })

  it('that was killed after the last row only has to be looked at', async () => {
    const place = await emptyPlace()
    const target = place.target(keyMaterial)
    await restoreBackup(good.file, undefined, target)
    // What stands there between the last row and the end.
    setMark(place.dataDir, sha256((await readBackup(good.file)).manifestBytes).toString('hex'))
    expect(() => { refuseUnfinishedFolder(place.dataDir) }).toThrow(/interrupted/)
    const { findings } = await restoreBackup(good.file, undefined, target)
    expect(findings).toMatchObject({ applications: 3, wrong: {} })
    expect(() => { refuseUnfinishedFolder(place.dataDir) }).not.toThrow()
    await place.close()
  })

  it('that finds what was changed before it was saved restores it and says so', async () => {
    const [other, place] = [await openOffice({ YIMA_KEYS: keyMaterial.toString('base64') }), await emptyPlace()]
    const { id } = await apply(other.device())
    const owner = openDatabase(other.database.adminUrl)
    await owner.pool.query('UPDATE event SET at = at + interval \'1 day\' WHERE stream = $1 AND number = 1', [id])
    await owner.pool.query(`UPDATE claim SET sealed = sealed || '\\x00' WHERE application_id = $1`, [id])
    await owner.close()
    const file = newFile()
    await backUp(other, file)
    const { findings } = await restoreBackup(file, undefined, place.target(keyMaterial))
    expect(findings.wrong).toEqual({ 'broken-chain': 1, 'unreadable-claim': findings.claims })
    expect(findings.claims).toBeGreaterThan(0)
    await other.close()
    await place.close()
  })

  it('that was killed in the middle is not taken for good, and goes on when it is called again', async () => {
    const place = await emptyPlace()
    const mine = settings(place.dataDir, place.database)
    const first = operate(['restore', good.file], mine)
    const pictures = join(place.dataDir, 'files')
    while (!existsSync(pictures)) await new Promise((done) => setTimeout(done, 1))
    await first.kill()
    const { pool, close } = openDatabase(place.database.url)
    // The tables are there, and nothing in them: all of them arrive at once.
    expect((await pool.query('SELECT 1 FROM region')).rowCount).toBe(0)
    expect(() => { refuseUnfinishedFolder(place.dataDir) }).toThrow(/interrupted.*not whole/)
    await expect(refuseUnfinishedDatabase(pool)).rejects.toThrow(/interrupted.*not whole/)
    const again = operate(['restore', good.file], mine)
    expect([await again.ended, again.said()]).toEqual([0, expect.stringMatching(/Going on.*interrupted[^]*3 applications/)])
    expect((await pool.query('SELECT 1 FROM application')).rowCount).toBe(3)
    await close()
    await place.close()
  })
})
