import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { migrate, migrationNames } from '../db/migrate.ts'
import { folderStore } from '../file/store.ts'
import { keepKeys, loadMasterKeys, openVault, type KeySource } from '../keys.ts'
import { resealOnce } from '../rotation/reseal.ts'
import { productVersion } from '../places.ts'
import { StopReason } from '../stop-reason.ts'
import { sha256, Vault, type MasterKeys } from '../vault.ts'
import { proofOf, type Manifest, type Seal } from './format.ts'
import type { KeptKeys } from './keys-file.ts'
import { holdsAll, load } from './load.ts'
import { readBackup } from './read.ts'
import { findDatabaseMark, findMark, removeDatabaseMark, removeMark, setDatabaseMark, setMark } from './unfinished.ts'
import { verify, type Findings } from './verify.ts'

const restoreLock = 990_105

export type RestoreTarget = KeySource & {
  /** Makes the database reachable; called only when the backup is sound and the folder free. For the owner. */
  openDatabase(): Promise<string>
  /** Whether the folder must hold nothing at all, or only no pictures. */
  wholeFolder: boolean
}

export type Restored = { manifest: Manifest; findings: Findings }

/** @throws StopReason when this version does not know what the backup's version did to the tables */
function refuseNewer({ migrations, product }: Manifest): void {
  const known = migrationNames()
  if (migrations.every((name, at) => known[at] === name)) return
  throw new StopReason(
    `This backup was made by Yima ${product} with tables that this Yima (${productVersion}) does not know: `
    + 'restore it with that version or a newer one.',
  )
}

const isProvenBy = (proof: string, manifest: Buffer, { master }: MasterKeys): boolean =>
  Object.values(master).some((key) => proofOf(key, manifest) === proof)

/** @throws StopReason when no holder of these keys made the backup, or something of it could not be read with them */
function requireKeys({ keys }: Seal, manifest: Buffer, held: readonly MasterKeys[]): void {
  const all = Object.values(keys)
  const isProven = (proof: string) => held.some((source) => isProvenBy(proof, manifest, source))
  // One that names no key would let anybody write tables of his own and have them restored as whole.
  if (all.length > 0 && all.every(isProven)) return
  throw new StopReason(
    'The keys of this backup are missing, and without them nothing in it can be read: give the file that was '
    + 'written with it (--keys FILE.keys), or set YIMA_KEYS and YIMA_KEYS_OLD to what they were then.',
  )
}

function requireFreeFolder({ dataDir, wholeFolder }: RestoreTarget, backup: string): void {
  const mark = findMark(dataDir)
  if (mark === backup) return
  if (mark !== undefined) {
    throw new StopReason(
      `A restore of another backup into ${dataDir} was interrupted: begin with an empty folder (YIMA_DATA).`,
    )
  }
  const folder = wholeFolder ? dataDir : join(dataDir, 'files')
  if (!existsSync(folder) || readdirSync(folder).length === 0) return
  throw new StopReason(`${folder} is not empty, and a restore overwrites nothing: set YIMA_DATA to an empty folder.`)
}

const notEmpty = () => new StopReason(
  'The database is not empty, and a restore overwrites nothing: make an empty one (CREATE DATABASE … OWNER '
  + 'yima_owner) and set DATABASE_URL and DATABASE_ADMIN_URL to it.',
)

/** What stands in the database: nothing, what an interrupted restore of this backup left, or all of it. */
async function stateOf(owner: pg.Client, manifest: Manifest, backup: string, resumed: boolean) {
  const mark = await findDatabaseMark(owner)
  if (mark === backup) return 'begun'
  const { rows } = await owner.query<{ used: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm'))
         OR to_regnamespace('pgboss') IS NOT NULL AS used`,
  )
  if (rows[0]?.used === false) return 'empty'
  if (mark === undefined && resumed && (await holdsAll(owner, manifest))) return 'loaded'
  throw notEmpty()
}

/** All keys that may open something of the backup; the current one is the target's. */
function everyKey(current: MasterKeys, kept: KeptKeys | undefined): Vault {
  const master = { ...current.master }
  for (const [id, key] of Object.entries(kept?.master ?? {})) master[`kept ${id}`] = key
  return new Vault({ current: current.current, master, index: Buffer.alloc(0) })
}

/** Keys of another installation are not needed any longer once all is under those of this one. */
async function adopt(owner: pg.Client, source: KeySource, kept: KeptKeys | undefined): Promise<void> {
  if (!source.keyMaterial || !kept) return
  await resealOnce((work) => work(owner), everyKey(loadMasterKeys(source), kept))
}

const isOfOlder = ({ migrations }: Manifest): boolean => migrations.length < migrationNames().length

async function loadAndVerify(
  owner: pg.Client, file: string, manifest: Manifest, target: RestoreTarget, kept: KeptKeys | undefined,
): Promise<Findings> {
  const files = folderStore(join(target.dataDir, 'files'))
  await owner.query('BEGIN')
  await load(owner, file, manifest, files)
  await adopt(owner, target, kept)
  const vault = new Vault({ ...loadMasterKeys(target), index: Buffer.alloc(0) })
  const findings = await verify(owner, vault, files, isOfOlder(manifest))
  await removeDatabaseMark(owner)
  await owner.query('COMMIT')
  return findings
}

async function connect(adminUrl: string): Promise<pg.Client> {
  const owner = new pg.Client({ connectionString: adminUrl, application_name: 'yima restore' })
  owner.on('error', () => undefined)
  await owner.connect()
  await owner.query('SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0')
  const { rows } = await owner.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [restoreLock])
  if (rows[0]?.alone === true) return owner
  await owner.end()
  throw new StopReason('Another restore into this database is running: let it end first.')
}

async function fill(
  adminUrl: string, file: string, { manifest, backup }: { manifest: Manifest; backup: string },
  target: RestoreTarget, kept: KeptKeys | undefined, resumed: boolean,
): Promise<Findings> {
  const owner = await connect(adminUrl)
  try {
    const state = await stateOf(owner, manifest, backup, resumed)
    if (state === 'empty') await setDatabaseMark(owner, backup)
    if (state !== 'loaded') {
      await migrate(adminUrl, manifest.migrations.length)
      return await loadAndVerify(owner, file, manifest, target, kept)
    }
    await owner.query('BEGIN')
    const vault = new Vault({ ...loadMasterKeys(target), index: Buffer.alloc(0) })
    return await verify(owner, vault, folderStore(join(target.dataDir, 'files')), isOfOlder(manifest))
  } finally {
    await owner.end()
  }
}

/**
 * Restores a backup into an empty place and looks at all of it there. The backup and its keys are
 * checked to the last byte before anything is written; tables arrive in one transaction. Interrupted,
 * the place is marked and no app starts on it; the same call goes on.
 * @param kept the keys kept apart; unneeded when the settings bring them
 * @throws StopReason when the place is not empty, or the backup is damaged, newer, or its keys are missing
 */
export async function restoreBackup(
  file: string, kept: KeptKeys | undefined, target: RestoreTarget, tell: (sentence: string) => void = () => undefined,
): Promise<Restored> {
  const { manifest, manifestBytes, seal } = await readBackup(file)
  refuseNewer(manifest)
  const environment = target.keyMaterial ? [loadMasterKeys(target)] : []
  requireKeys(seal, manifestBytes, [...environment, ...(kept ? [kept] : [])])
  const backup = sha256(manifestBytes).toString('hex')
  const resumed = findMark(target.dataDir) !== undefined
  requireFreeFolder(target, backup)
  tell(resumed ? 'Going on with a restore that was interrupted …' : `${file} is whole; restoring it …`)
  // As root PostgreSQL's user has to pass through.
  mkdirSync(target.dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
  setMark(target.dataDir, backup)
  if (!target.keyMaterial && kept) keepKeys(target.dataDir, kept)
  const adminUrl = await target.openDatabase()
  const findings = await fill(adminUrl, file, { manifest, backup }, target, kept, resumed)
  await migrate(adminUrl)
  await keepIndexKey(adminUrl, target, kept)
  removeMark(target.dataDir)
  return { manifest, findings }
}

/** A backup of a time when the key of look-ups did not yet lie in the database gets it from the kept keys. */
async function keepIndexKey(adminUrl: string, source: KeySource, kept: KeptKeys | undefined): Promise<void> {
  const owner = new pg.Client({ connectionString: adminUrl })
  await owner.connect()
  try {
    await openVault(source, owner, kept?.index)
  } finally {
    await owner.end()
  }
}
