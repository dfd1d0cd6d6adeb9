import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream, existsSync, rmSync } from 'node:fs'
import { link, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { pack } from 'tar-stream'
import type { FileStore } from '../file/store.ts'
import { productVersion } from '../places.ts'
import { StopReason } from '../stop-reason.ts'
import type { MasterKeys } from '../vault.ts'
import { syncFolder } from '../write-once.ts'
import { formatNumber, nameOf, parts, sealOf, type Head, type Manifest, type TablePart } from './format.ts'
import { Snapshot, type TableShape } from './snapshot.ts'

const pieceBytes = 4 * 1024 * 1024
const compress = promisify(gzip)

export type BackupSource = {
  /** For the owner of the tables. */
  adminUrl: string
  files: FileStore
  /** Asked after the view was taken, when every key that it needs has been made. */
  keys(): MasterKeys
}

/** An archive that grows on the disk no faster than it is written. */
class Archive {
  readonly #tar = pack()
  readonly #written: Promise<void>

  constructor(file: string) {
    const options = { flags: 'wx', mode: 0o600, flush: true }
    this.#written = pipeline(this.#tar, createWriteStream(file, options))
    // Whoever adds the next part hears of it.
    this.#written.catch(() => undefined)
  }

  async add(name: string, body: Buffer): Promise<void> {
    try {
      await new Promise<void>((done, fail) => {
        this.#tar.entry({ name, mode: 0o600 }, body, (error) => (error ? fail(error) : done()))
      })
    } catch (error) {
      // What ended the writing (a full disk) says more than that it ended.
      await this.#written
      throw error
    }
  }

  /** Resolves once all of it is on the disk. */
  async end(): Promise<void> {
    this.#tar.finalize()
    await this.#written
  }

  async abandon(): Promise<void> {
    this.#tar.destroy()
    await this.#written.catch(() => undefined)
  }
}

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)

async function addTable(archive: Archive, snapshot: Snapshot, shape: TableShape): Promise<TablePart> {
  const hash = createHash('sha256')
  let pieces: Buffer[] = []
  let [size, number] = [0, 0]
  const flush = async () => {
    if (size === 0) return
    const name = `${parts.tables}${nameOf(shape)}/${String(number).padStart(6, '0')}.gz`
    await archive.add(name, await compress(Buffer.concat(pieces), { level: 1 }))
    pieces = []
    size = 0
    number += 1
  }
  const rows = await snapshot.copy(shape, async (piece) => {
    hash.update(piece)
    pieces.push(piece)
    size += piece.length
    if (size >= pieceBytes) await flush()
  })
  await flush()
  return { ...shape, rows, sha256: hash.digest('hex') }
}

async function addFiles(archive: Archive, snapshot: Snapshot, files: FileStore): Promise<Manifest['files']> {
  const hash = createHash('sha256')
  let [count, missing] = [0, 0]
  for await (const address of snapshot.files()) {
    // A picture that is lost already must not keep the rest from being saved; it is counted and told.
    const bytes = await files.get(address).catch(() => undefined)
    if (bytes === undefined) {
      missing += 1
      continue
    }
    const name = address.toString('hex')
    hash.update(name)
    count += 1
    await archive.add(`${parts.files}${name.slice(0, 2)}/${name.slice(2)}`, bytes)
  }
  return { count, missing, sha256: hash.digest('hex') }
}

async function fill(archive: Archive, snapshot: Snapshot, source: BackupSource): Promise<Manifest> {
  const head: Head = {
    yima: 'backup', format: formatNumber, product: productVersion, moment: snapshot.moment.toISOString(),
  }
  await archive.add(parts.head, json(head))
  const tables: TablePart[] = []
  const shapes = await snapshot.tables()
  if (shapes.length === 0) throw new StopReason('There is nothing of Yima in this database: nothing was saved.')
  for (const shape of shapes) tables.push(await addTable(archive, snapshot, shape))
  const [migrations, queues, sequences] = [
    await snapshot.migrations(), await snapshot.queues(), await snapshot.sequences(),
  ]
  const files = await addFiles(archive, snapshot, source.files)
  const manifest: Manifest = { ...head, migrations, queues, tables, sequences, files }
  const text = json(manifest)
  await archive.add(parts.manifest, text)
  await archive.add(parts.seal, json(sealOf(text, await snapshot.keyIds(), source.keys())))
  return manifest
}

/** Gives the finished file its name, unless another one got it meanwhile. */
async function name(beside: string, file: string): Promise<void> {
  try {
    await link(beside, file)
    await rm(beside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw taken(file)
    // Some network folders and sticks know no second names.
    if (existsSync(file)) throw taken(file)
    await rename(beside, file)
  }
  syncFolder(dirname(file))
}

const taken = (file: string) =>
  new StopReason(`${file} is there already, and a backup overwrites nothing: choose another name.`)

/** @throws StopReason when something of that name is there, or its folder is not */
export function requireFree(...files: string[]): void {
  for (const file of files) {
    if (existsSync(file)) throw taken(file)
    if (!existsSync(dirname(file))) throw new StopReason(`There is no folder ${dirname(file)}: make it first.`)
  }
}

/**
 * Writes everything as it stands at one moment into `file` (0600), while apps go on. The file appears
 * whole and safe on the disk, or not at all. Memory does not grow with what is saved.
 * @param before called when all is written and only the name is missing
 * @throws StopReason when the file is there already, or the database holds nothing of Yima
 */
export async function writeBackup(
  source: BackupSource, file: string, before: () => void = () => undefined,
): Promise<Manifest> {
  requireFree(file)
  const beside = `${file}.${randomBytes(4).toString('hex')}.part`
  const forget = () => { rmSync(beside, { force: true }) }
  process.once('exit', forget)
  const snapshot = await Snapshot.open(source.adminUrl)
  const archive = new Archive(beside)
  try {
    const manifest = await fill(archive, snapshot, source)
    await archive.end()
    before()
    await name(beside, file)
    return manifest
  } finally {
    await archive.abandon()
    forget()
    process.removeListener('exit', forget)
    await snapshot.close()
  }
}
