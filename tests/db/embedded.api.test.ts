import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '@yima/api/db/connection'
import type { EmbeddedDatabase } from '@yima/api/db/embedded'
import { startEmbedded } from '@yima/api/db/embedded'
import { isAlive } from '@yima/api/db/embedded/alive'

async function ask(url: string, query: string): Promise<unknown[]> {
  const { pool, close } = openDatabase(url)
  try {
    return (await pool.query(query)).rows
  } finally {
    await close()
  }
}

/** Asks until it is answered: the server is just coming back. */
async function askUntilAnswered(url: string, query: string): Promise<unknown[]> {
  return ask(url, query).catch(async () => {
    await new Promise((done) => { setTimeout(done, 100) })
    return askUntilAnswered(url, query)
  })
}

describe('the database that Yima brings along', () => {
  let dataDir: string
  let present: EmbeddedDatabase[]
  const start = async (durable = false) => {
    const database = await startEmbedded({ dataDir, durable })
    present.push(database)
    return database
  }
  const leave = (database: EmbeddedDatabase) => {
    present = present.filter((other) => other !== database)
    return database.leave()
  }
  const serverPid = () => Number(readFileSync(join(dataDir, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0])

  // One folder for all: a new database costs seconds on a small machine.
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'yima-embedded '))
    chmodSync(dataDir, 0o711)
  })
  beforeEach(() => { present = [] })
  afterEach(async () => {
    for (const database of present) await database.leave()
  })
  afterAll(() => { rmSync(dataDir, { recursive: true, force: true }) })

  it('is one for all who start at the same instant, and stays until the last has left', async () => {
    const [first, second, third] = await Promise.all([start(), start(), start()])
    await ask(first.adminUrl, 'CREATE TABLE seen (name text); GRANT SELECT ON seen TO yima_app')
    await ask(second.adminUrl, `INSERT INTO seen VALUES ('by the second')`)
    expect(await ask(third.url, 'SELECT * FROM seen')).toEqual([{ name: 'by the second' }])
    expect(await leave(first)).toBe(false)
    expect(await leave(second)).toBe(false)
    const pid = serverPid()
    expect(isAlive(pid)).toBe(true)
    expect(await leave(third)).toBe(true)
    // It has taken its number back a moment before it is gone.
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false))
  })

  it('keeps what was written, also when everything was killed at once', async () => {
    const before = await start(true)
    await ask(before.adminUrl, `CREATE TABLE kept AS SELECT 'still here' AS word`)
    present = []
    process.kill(serverPid(), 'SIGKILL')
    const after = await start(true)
    expect(await ask(after.adminUrl, 'SELECT * FROM kept')).toEqual([{ word: 'still here' }])
    await before.leave()
  })

  it('comes back by itself under an app that goes on running', async () => {
    const database = await start()
    process.kill(serverPid(), 'SIGKILL')
    expect(await askUntilAnswered(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('is not stopped while somebody else looks into it', async () => {
    const database = await start()
    const console_ = openDatabase(database.adminUrl)
    await console_.pool.query('SELECT 1')
    expect(await leave(database)).toBe(false)
    await console_.close()
    await start()
  })

  it('starts although the number of its dead server now belongs to another program', async () => {
    const database = await start()
    const pidFile = readFileSync(join(dataDir, 'pg', 'postmaster.pid'), 'utf8')
    await leave(database)
    const stranger = pidFile.replace(/^\d+/, String(process.pid))
    writeFileSync(join(dataDir, 'pg', 'postmaster.pid'), stranger, { mode: 0o644 })
    const again = await start()
    expect(await ask(again.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('gives its secrets to nobody but its owner, and listens to this machine alone', async () => {
    const database = await start()
    for (const name of readdirSync(join(dataDir, 'keys'))) expect(statSync(join(dataDir, 'keys', name)).mode & 0o777).toBe(0o600)
    expect(statSync(join(dataDir, 'keys')).mode & 0o777).toBe(0o700)
    expect(new URL(database.url).hostname).toBe('127.0.0.1')
    expect(await ask(database.superUrl, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    await expect(ask(database.url.replace(/:[^:@]+@/, ':guess@'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  })

  it('says so when it vanished, instead of beginning an empty one', async () => {
    await leave(await start())
    const aside = join(dataDir, 'moved')
    renameSync(join(dataDir, 'pg'), aside)
    await expect(start()).rejects.toThrow(/which is gone: put it back/)
    expect(existsSync(join(dataDir, 'pg'))).toBe(false)
    renameSync(aside, join(dataDir, 'pg'))
    await start()
  })

  it('says so when its keys belong to another database', async () => {
    await leave(await start())
    const [keys, aside] = [join(dataDir, 'keys'), join(dataDir, 'moved')]
    renameSync(keys, aside)
    await expect(start()).rejects.toThrow(/put back the keys folder/)
    rmSync(keys, { recursive: true })
    renameSync(aside, keys)
    await start()
  })
})
