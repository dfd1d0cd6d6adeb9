import { existsSync, realpathSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { readConfig, type Config } from '../config.ts'
import { hasEmbedded } from '../db/embedded.ts'
import { folderStore } from '../file/store.ts'
import { keysToKeep, loadMasterKeys } from '../keys.ts'
import { retireKeys, rotateKeys } from '../rotation/rotate.ts'
import { StopReason } from '../stop-reason.ts'
import { findSource, type Source } from '../storage.ts'
import type { Manifest } from './format.ts'
import { readKeysFile, writeKeysFile, type KeptKeys } from './keys-file.ts'
import { restoreBackup, type Restored } from './restore.ts'
import { refuseUnfinishedFolder } from './unfinished.ts'
import type { Wrong } from './verify.ts'
import { requireFree, writeBackup } from './write.ts'

type Tell = (sentence: string) => void

/** A file as whoever typed the command means it: npm and pnpm run us in the top folder. */
export const typed = (file: string): string => resolve(process.env['INIT_CWD'] ?? process.cwd(), file)

function fileOf(args: readonly string[], usage: string, options: Record<string, { type: 'string' | 'boolean' }> = {}) {
  try {
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options })
    const [file, ...more] = positionals
    if (file !== undefined && more.length === 0) return { file: typed(file), values }
  } catch {
    // What it means is said below.
  }
  throw new StopReason(`Say it like this: ${usage}`)
}

/** @throws StopReason where there is nothing yet, or only half of something */
export async function existing(config: Config): Promise<Source> {
  refuseUnfinishedFolder(config.dataDir)
  if (config.database.kind === 'embedded' && !hasEmbedded(config.dataDir)) {
    throw new StopReason(`There is no database in ${config.dataDir}: set YIMA_DATA or DATABASE_URL to the one you mean.`)
  }
  return findSource(config)
}

const sizeOf = (file: string): string => {
  const { size } = statSync(file)
  return size < 1_000_000 ? `${Math.ceil(size / 1000)} kB` : `${(size / 1_000_000).toFixed(1)} MB`
}

const rowsIn = ({ tables }: Manifest, name: string): number => tables.find(({ table }) => table === name)?.rows ?? 0
const momentOf = ({ moment }: Manifest): string => `${moment.slice(0, 19).replace('T', ' ')} UTC`

function tellBackedUp(file: string, manifest: Manifest, tell: Tell): 0 | 2 {
  tell(
    `Backed up as of ${momentOf(manifest)}: ${rowsIn(manifest, 'application')} applications and `
    + `${manifest.files.count} pictures in ${file} (${sizeOf(file)}).`,
  )
  if (manifest.files.missing === 0) return 0
  tell(`${manifest.files.missing} pictures are gone or damaged in the data folder; everything else was saved.`)
  return 2
}

/**
 * Puts the keys into their file, or makes sure that the file which is there already has them all.
 * @returns whether it was written now
 * @throws StopReason when that file lacks one
 */
function keep(keysFile: string, keys: KeptKeys): boolean {
  requireAllIn(keysFile, keys)
  if (existsSync(keysFile)) return false
  writeKeysFile(keysFile, keys)
  return true
}

function requireAllIn(keysFile: string, keys: KeptKeys): void {
  if (!existsSync(keysFile)) return
  const { master } = readKeysFile(keysFile)
  if (Object.entries(keys.master).every(([id, key]) => master[id]?.equals(key))) return
  throw new StopReason(`${keysFile} lacks a key made since: give another name for the file of keys (--keys).`)
}

/** The place of a file that may not be there yet, whatever links lead to its folder. */
const placeOf = (file: string): string =>
  existsSync(file) ? realpathSync(file)
  : existsSync(dirname(file)) ? join(realpathSync(dirname(file)), basename(file))
  : file

/** @throws StopReason when the keys would take the place of the backup itself */
function refuseSame(file: string, keysFile: string): void {
  if (placeOf(file) !== placeOf(keysFile)) return
  throw new StopReason('The keys need a file of their own: give another name for the file of keys (--keys).')
}

/** `backup FILE [--keys FILE]`: everything of one moment into one file, the keys into another. */
export async function backup(args: readonly string[], tell: Tell): Promise<0 | 2> {
  const { file, values } = fileOf(args, 'npm run backup -- FILE [--keys FILE.keys]', { keys: { type: 'string' } })
  const config = readConfig(process.env)
  const given = values['keys']
  const keysFile = typeof given === 'string' ? typed(given) : `${file}.keys`
  const withKeys = config.keyMaterial === undefined
  refuseSame(file, keysFile)
  // Only a file of keys that was named on purpose may be there already: the same for every night.
  requireFree(file, ...(withKeys && given === undefined ? [keysFile] : []))
  if (withKeys && hasEmbedded(config.dataDir)) requireAllIn(keysFile, keysToKeep(config.dataDir))
  const source = await existing(config)
  tell(`Saving everything as it stands now into ${file}; the app goes on meanwhile …`)
  let kept = false
  try {
    const manifest = await writeBackup(
      { adminUrl: source.adminUrl, files: folderStore(join(config.dataDir, 'files')), keys: () => loadMasterKeys(config) },
      file,
      () => {
        // First: there is never a backup that waits for its keys.
        kept = withKeys && keep(keysFile, keysToKeep(config.dataDir))
      },
    )
    const code = tellBackedUp(file, manifest, tell)
    tell(
      withKeys
        ? `Its keys are in ${keysFile}. Keep them in another place: with both one reads everything, without them nothing.`
        : 'Keys were not written, as they come from YIMA_KEYS: keep a copy of it, without it nothing can be read.',
    )
    return code
  } catch (error) {
    if (kept && !existsSync(file)) rmSync(keysFile, { force: true })
    throw error
  } finally {
    await source.leave()
  }
}

export const inWords: Record<Wrong, string> = {
  'broken-chain': 'places where the trail does not follow from what came before',
  'unreadable-event': 'events that do not open or do not say what their digest says',
  'unreadable-application': 'applications that do not open',
  'unreadable-claim': 'claims that do not open',
  'claim-not-as-told': 'claims that are not what their events tell',
  'ledger-not-as-told': 'payments or lines of township ledgers that are not what was agreed and told',
  'unreadable-field': 'sealed fields that do not open',
  'missing-picture': 'pictures that are missing',
}

function tellRestored({ manifest, findings }: Restored, tell: Tell): 0 | 2 {
  const { applications, claims, events, pictures, wrong } = findings
  tell(
    `Restored as of ${momentOf(manifest)}: ${applications} applications, ${claims} claims, ${events} events, `
    + `${pictures} pictures.`,
  )
  const found = Object.entries(wrong) as [Wrong, number][]
  if (found.length === 0) {
    tell('Looked at all of it: every table is complete, every chain holds, every picture has its own hash, everything opens.')
    return 0
  }
  const list = found.map(([kind, count]) => `${count} ${inWords[kind]}`).join('; ')
  tell(`It is what was saved, but these were not whole even then: ${list}.`)
  return 2
}

/** `restore FILE [--keys FILE]`: into an empty data folder or an empty database. */
export async function restore(args: readonly string[], tell: Tell): Promise<0 | 2> {
  const usage = 'npm run restore -- FILE [--keys FILE.keys]'
  const { file, values } = fileOf(args, usage, { keys: { type: 'string' } })
  const config = readConfig(process.env)
  const given = values['keys']
  const beside = `${file}.keys`
  const keysFile = typeof given === 'string' ? typed(given) : existsSync(beside) ? beside : undefined
  let source: Source | undefined
  try {
    const restored = await restoreBackup(
      file,
      keysFile === undefined ? undefined : readKeysFile(keysFile),
      {
        ...config,
        wholeFolder: config.database.kind === 'embedded',
        openDatabase: async () => {
          source = await findSource(config)
          return source.adminUrl
        },
      },
      tell,
    )
    return tellRestored(restored, tell)
  } finally {
    await source?.leave()
  }
}

/** `rotate-keys [--retire]`. */
export async function rotate(args: readonly string[], tell: Tell): Promise<0> {
  const retire = args.length === 1 && args[0] === '--retire'
  if (args.length > 0 && !retire) throw new StopReason('Say it like this: npm run rotate-keys [-- --retire]')
  const config = readConfig(process.env)
  const source = await existing(config)
  // Counting a large table may take longer than an answer to a person.
  const pool = new pg.Pool({ connectionString: source.adminUrl, max: 3, application_name: 'yima keys' })
  pool.on('error', () => undefined)
  try {
    await (retire ? retireKeys : rotateKeys)({ source: config, pool, tell })
    return 0
  } finally {
    await pool.end()
    await source.leave()
  }
}
