import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verify } from '@yima/api/backup/verify'
import { loadMasterKeys, makeNextMasterKey, openVault } from '@yima/api/keys'
import { openDatabase, type OpenDatabase } from '@yima/api/db/connection'
import { byteColumns } from '@yima/api/rotation/columns'
import { countOutdated } from '@yima/api/rotation/reseal'
import { retireKeys, rotateKeys } from '@yima/api/rotation/rotate'
import { keyIdOf, keysNoticedWithinMs, Vault } from '@yima/api/vault'
import { apply, openOffice, type Office } from '../fixtures/office.ts'
import { runs } from '../fixtures/runs.ts'
import { operate } from './operate.ts'
import { writeOn } from './writers.ts'

const [oldMaterial, newMaterial] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
const text = (material: Buffer) => material.toString('base64')

let office: Office
let said: string[]
let owner: OpenDatabase
const open = async (settings: Record<string, string> = {}) => {
  office = await openOffice(settings)
  owner = openDatabase(office.database.adminUrl)
  said = []
}
afterEach(async () => {
  await owner.close()
  await office.close()
})
const rotation = () => ({ source: office.deps.config, pool: owner.pool, tell: (sentence: string) => { said.push(sentence) } })
const keyFiles = () => readdirSync(join(office.deps.config.dataDir, 'keys')).sort()

/** What of everything stored does not open, or does not follow, with the keys that there are now. */
async function wrong(): Promise<object> {
  const client = await office.pool.connect()
  try {
    await client.query('BEGIN')
    const vault = new Vault({ ...loadMasterKeys(office.deps.config), index: Buffer.alloc(0) })
    return (await verify(client, vault, office.deps.files)).wrong
  } finally {
    client.release(true)
  }
}

it('every column of bytes is on the list that says what stands in it', async () => {
  await open()
  const { rows } = await office.pool.query<{ place: string }>(
    `SELECT table_name || '.' || column_name AS place FROM information_schema.columns
      WHERE table_schema = 'public' AND data_type = 'bytea'`,
  )
  expect(rows.map(({ place }) => place).sort()).toEqual(Object.keys(byteColumns).sort())
})

describe('new keys in a data folder', () => {
  beforeEach(() => open())

  it('come while people write, and nobody notices', async () => {
    const people = writeOn(office)
    await people.more(runs(8))
    await rotateKeys(rotation())
    await people.more(4)
    await people.stop()
    expect(said.join('\n')).toMatch(/fields were sealed anew under key 02; no stored field needs an older key/)
    expect(await countOutdated(office.pool, office.deps.vault)).toBe(0)
    expect(await wrong()).toEqual({})
    const receipt = people.receipts[0]
    const clerk = await office.officerDevice('何文静')
    const seen = await clerk.get(`/work/applications/${receipt?.id}`)
    expect(await seen.text()).toContain(receipt?.words)
  })

  it('are heard of by a process that runs already: what they sealed opens at once, and soon it seals with them', async () => {
    const { deps } = office
    const other = await openVault(deps.config, office.pool)
    await pause(keysNoticedWithinMs + 10)
    expect(keyIdOf(other.sealField('词'))).toBe('01')
    makeNextMasterKey(deps.config.dataDir)
    const newer = (await openVault(deps.config, office.pool)).sealField('词')
    expect(keyIdOf(newer)).toBe('02')
    expect(other.openField(newer)).toBe('词')
    expect(keyIdOf(other.sealField('词'))).toBe('02')
  })

  it('replace the old one only when nothing needs it and everybody knows them', async () => {
    const { dataDir } = office.deps.config
    await apply(office.device())
    makeNextMasterKey(dataDir)
    await expect(retireKeys(rotation())).rejects.toThrow(/rows still need an older key/)
    await rotateKeys(rotation())
    expect(said[0]).toMatch(/Going on with key 02/)
    await expect(retireKeys(rotation())).rejects.toThrow(/less than a minute old/)
    const before = new Date(Date.now() - 61_000)
    utimesSync(join(dataDir, 'keys', 'master-02'), before, before)
    await retireKeys(rotation())
    expect(keyFiles()).toEqual(['index', 'master-02', 'retired-01'])
    expect(await wrong()).toEqual({})
    await apply(office.device())
    expect(await wrong()).toEqual({})
  })

  it('wait for a row that somebody is writing', async () => {
    await apply(office.device())
    const writer = await office.pool.connect()
    await writer.query('BEGIN')
    await writer.query('SELECT 1 FROM person FOR UPDATE')
    let done = false
    const rotating = rotateKeys(rotation()).then(() => { done = true })
    await pause(1000)
    expect(done).toBe(false)
    await writer.query('COMMIT')
    writer.release()
    await rotating
    expect(await countOutdated(office.pool, office.deps.vault)).toBe(0)
  })
})

describe('new keys in the settings', () => {
  it('take over after a kill in the middle, and people are found as before', async () => {
    await open({ YIMA_KEYS: text(oldMaterial) })
    const { dataDir } = office.deps.config
    await apply(office.device())
    for (let n = 0; n < runs(5); n += 1) await apply(office.device())
    const { url, adminUrl } = office.database
    const settings = {
      DATABASE_URL: url, DATABASE_ADMIN_URL: adminUrl, YIMA_DATA: dataDir,
      YIMA_KEYS: text(newMaterial), YIMA_KEYS_OLD: text(oldMaterial),
    }
    const { vault, config } = office.deps
    // A row in somebody's hands keeps the command in the middle for as long as we like.
    const writer = await office.pool.connect()
    await writer.query('BEGIN')
    await writer.query('SELECT 1 FROM officer FOR UPDATE')
    const first = operate(['rotate-keys'], settings)
    const isOld = async (column: string, table: string) => (await office.pool.query<{ old: boolean }>(
      `SELECT bool_or(get_byte(${column}, 0) = $1) AS old FROM ${table}`, [parseInt(vault.current, 16)],
    )).rows[0]?.old
    while (await isOld('name_cipher', 'person')) await pause(20)
    await first.kill()
    expect(await isOld('phone_cipher', 'officer')).toBe(true)
    await writer.query('ROLLBACK')
    writer.release()
    Object.assign(config, { keyMaterial: newMaterial, oldKeyMaterials: [oldMaterial] })
    expect(await wrong()).toEqual({})
    await rotateKeys(rotation())
    Object.assign(config, { oldKeyMaterials: [] })
    expect(await wrong()).toEqual({})
    const renewed = await openVault(config, office.pool)
    expect(renewed.index('id-number', '1')).toEqual(vault.index('id-number', '1'))
  })

  it('that do not fit the database stop the start', async () => {
    await open({ YIMA_KEYS: text(oldMaterial) })
    const other = { keyMaterial: newMaterial, oldKeyMaterials: [], dataDir: office.deps.config.dataDir }
    await expect(openVault(other, office.pool)).rejects.toThrow(/keys do not fit this database.*YIMA_KEYS/)
  })
})
