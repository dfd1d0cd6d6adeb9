import { hkdfSync } from 'node:crypto'
import { existsSync, readdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import type { Config } from './config.ts'
import { findSecret, keepSecret, loadOrMakeSecret } from './secrets.ts'
import { StopReason } from './stop-reason.ts'
import { Vault, type MasterKeys } from './vault.ts'

const keyBytes = 32
const masterName = /^master-([0-9a-f]{2})$/

/** One master secret (`YIMA_KEYS`) gives independent keys for independent uses (HKDF, RFC 5869). */
function derive(material: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', material, Buffer.alloc(0), `yima ${use}`, keyBytes))
}

/** The same secret has the same id wherever it stands in the settings. */
const idOf = (material: Buffer): string => (0x10 + ((derive(material, 'key id')[0] ?? 0) % 0xf0)).toString(16)

function keysOfEnvironment(current: Buffer, old: readonly Buffer[]): MasterKeys {
  const master: Record<string, Buffer> = {}
  for (const material of [current, ...old]) {
    const [id, key] = [idOf(material), derive(material, 'master 01')]
    if (master[id] && !master[id].equals(key)) {
      throw new StopReason('YIMA_KEYS and YIMA_KEYS_OLD do not go together: make another YIMA_KEYS.')
    }
    master[id] = key
  }
  return { current: idOf(current), master }
}

/** Ids of the master keys in a data folder, oldest first. */
function idsInFolder(dataDir: string): string[] {
  const folder = join(dataDir, 'keys')
  const names = existsSync(folder) ? readdirSync(folder).sort() : []
  return names.flatMap((name) => masterName.exec(name)?.[1] ?? [])
}

/** The newest one seals. Retiring removes only older ones, so that no id is ever given twice. */
function keysOfFolder(dataDir: string): MasterKeys {
  const master: Record<string, Buffer> = {}
  for (const id of idsInFolder(dataDir)) {
    const key = findSecret(dataDir, `master-${id}`, keyBytes)
    // Retired between our two looks.
    if (key) master[id] = key
  }
  return { current: Object.keys(master).sort().at(-1) ?? '', master }
}

export type KeySource = Pick<Config, 'keyMaterial' | 'oldKeyMaterials' | 'dataDir'>

/**
 * The master keys of this installation: from the environment, else of the data folder, where the
 * newest is the current one and the first is made when there is none.
 * @throws StopReason when a key file is damaged or two settings do not go together
 */
export function loadMasterKeys({ keyMaterial, oldKeyMaterials, dataDir }: KeySource): MasterKeys {
  if (keyMaterial) return keysOfEnvironment(keyMaterial, oldKeyMaterials)
  if (idsInFolder(dataDir).length === 0) loadOrMakeSecret(dataDir, 'master-01', keyBytes)
  return keysOfFolder(dataDir)
}

/** Makes the next master key of a data folder, durably, and returns its id. From then on it seals. */
export function makeNextMasterKey(dataDir: string): string {
  const id = (parseInt(idsInFolder(dataDir).at(-1) ?? '00', 16) + 1).toString(16).padStart(2, '0')
  if (id.length > 2) throw new StopReason('This installation has had 255 master keys; no id is left.')
  loadOrMakeSecret(dataDir, `master-${id}`, keyBytes)
  return id
}

/** Milliseconds since that master key was made. */
export const findMasterKeyAge = (dataDir: string, id: string): number =>
  Date.now() - statSync(join(dataDir, 'keys', `master-${id}`)).mtimeMs

/** Puts every master key but the newest out of use and returns the names of their files now. */
export function retireOlderMasterKeys(dataDir: string): string[] {
  const older = idsInFolder(dataDir).slice(0, -1)
  for (const id of older) {
    renameSync(join(dataDir, 'keys', `master-${id}`), join(dataDir, 'keys', `retired-${id}`))
  }
  return older.map((id) => `retired-${id}`)
}

/** Puts keys that were kept apart from a backup into a data folder. */
export function keepKeys(dataDir: string, { master, index }: MasterKeys & { index?: Buffer | undefined }): void {
  for (const [id, key] of Object.entries(master)) {
    if (keepSecret(dataDir, `master-${id}`, key).equals(key)) continue
    throw new StopReason(`${dataDir}/keys holds other keys: begin with an empty folder (YIMA_DATA).`)
  }
  if (index) keepSecret(dataDir, 'index', index)
}

/** The keys of a data folder, to be kept apart from a backup. */
export const keysToKeep = (dataDir: string): MasterKeys & { index?: Buffer | undefined } =>
  ({ ...keysOfFolder(dataDir), index: findSecret(dataDir, 'index', keyBytes) })

/** The first key of look-ups; once there is a database it lies there (`openVault`). */
function firstIndexKey({ keyMaterial, oldKeyMaterials, dataDir }: KeySource): Buffer {
  const oldest = oldKeyMaterials.at(-1) ?? keyMaterial
  return oldest ? derive(oldest, 'index') : loadOrMakeSecret(dataDir, 'index', keyBytes)
}

/** What asks the database here: a pool, or the connection of a transaction. */
type Queryable = Pick<pg.ClientBase, 'query'>

async function findIndexKey(db: Queryable): Promise<Buffer | undefined> {
  const { rows } = await db.query<{ wrapped: Buffer }>('SELECT wrapped FROM index_key')
  return rows[0]?.wrapped
}

/**
 * Everything that opens and seals what this database holds. The key of look-ups lies in the database,
 * wrapped: what people chose (four digits, a device) is kept nowhere else, so no other key could
 * ever find it again, and it must outlive every master key.
 * @param firstIndex the key of look-ups, should the database have none yet
 * @throws StopReason when the keys are not those of this database
 */
export async function openVault(source: KeySource, db: Queryable, firstIndex?: Buffer): Promise<Vault> {
  const keys = loadMasterKeys(source)
  const reread = source.keyMaterial ? undefined : () => keysOfFolder(source.dataDir)
  const wrapping = new Vault({ ...keys, index: Buffer.alloc(0) })
  if (!(await findIndexKey(db))) {
    const wrapped = wrapping.wrap(firstIndex ?? firstIndexKey(source))
    await db.query('INSERT INTO index_key (wrapped) VALUES ($1) ON CONFLICT DO NOTHING', [wrapped])
  }
  const wrapped = await findIndexKey(db)
  if (!wrapped) throw new Error('The key of look-ups was not kept')
  try {
    return new Vault({ ...keys, index: wrapping.unwrap(wrapped) }, reread)
  } catch {
    throw new StopReason(
      'The keys do not fit this database: '
      + (source.keyMaterial
        ? 'set YIMA_KEYS (and YIMA_KEYS_OLD) to what they were.'
        : `put back the folder ${join(source.dataDir, 'keys')} that belongs to it.`),
    )
  }
}
