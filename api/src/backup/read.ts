import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import * as v from 'valibot'
import { StopReason } from '../stop-reason.ts'
import { sha256 } from '../vault.ts'
import {
  formatNumber, headSchema, manifestSchema, nameOf, parts, sealSchema, type Head, type Manifest, type Seal,
} from './format.ts'

const unpack = promisify(gunzip)
/** Far above what is ever written as one part: a damaged or evil length fills no memory. */
const maxPartBytes = 64 * 1024 * 1024

/** What somebody does with the parts of a backup as they pass. */
export type Taker = {
  head?(head: Head): Promise<void>
  rows?(table: string, piece: Buffer): Promise<void>
  file?(bytes: Buffer): Promise<void>
}

export type ReadBackup = { manifest: Manifest; manifestBytes: Buffer; seal: Seal }

class Damaged extends Error {}

type Entry = AsyncIterable<unknown> & { header: { name: string; size?: number | null | undefined } }

async function bodyOf(entry: Entry): Promise<Buffer> {
  if ((entry.header.size ?? 0) > maxPartBytes) throw new Damaged()
  const chunks: Buffer[] = []
  for await (const chunk of entry) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function parse<Schema extends v.GenericSchema>(schema: Schema, body: Buffer): v.InferOutput<Schema> {
  const result = v.safeParse(schema, JSON.parse(body.toString('utf8')))
  if (!result.success) throw new Damaged()
  return result.output
}

/** Takes the parts one after the other and compares in the end what passed with what was written. */
class Reader {
  readonly #taker: Taker
  readonly #tables = new Map<string, ReturnType<typeof createHash>>()
  readonly #files = createHash('sha256')
  #fileCount = 0
  #head: Head | undefined
  #manifest: { manifest: Manifest; manifestBytes: Buffer } | undefined
  #seal: Seal | undefined

  constructor(taker: Taker) {
    this.#taker = taker
  }

  async take(path: string, body: Buffer): Promise<void> {
    if (this.#head === undefined) return this.#takeHead(path, body)
    if (this.#seal !== undefined) throw new Damaged()
    if (path.startsWith(parts.tables)) return this.#takeRows(path, body)
    if (path.startsWith(parts.files)) return this.#takeFile(path, body)
    if (path === parts.manifest) this.#manifest = { manifest: parse(manifestSchema, body), manifestBytes: body }
    else if (path === parts.seal) this.#seal = parse(sealSchema, body)
    else throw new Damaged()
  }

  async #takeHead(path: string, body: Buffer): Promise<void> {
    if (path !== parts.head) throw new Damaged()
    this.#head = parse(headSchema, body)
    if (this.#head.format > formatNumber) {
      throw new StopReason(
        `This backup was made by a newer Yima (${this.#head.product}): restore it with that version.`,
      )
    }
    await this.#taker.head?.(this.#head)
  }

  async #takeRows(path: string, body: Buffer): Promise<void> {
    const table = path.slice(parts.tables.length).split('/')[0] ?? ''
    const piece = await unpack(body, { maxOutputLength: maxPartBytes })
    const hash = this.#tables.get(table) ?? createHash('sha256')
    this.#tables.set(table, hash.update(piece))
    await this.#taker.rows?.(table, piece)
  }

  async #takeFile(path: string, body: Buffer): Promise<void> {
    const name = path.slice(parts.files.length).replace('/', '')
    if (sha256(body).toString('hex') !== name) throw new Damaged()
    this.#files.update(name)
    this.#fileCount += 1
    await this.#taker.file?.(body)
  }

  /** @throws Damaged when anything is missing, was added or was changed */
  end(): ReadBackup {
    if (!this.#manifest || !this.#seal) throw new Damaged()
    const { manifest, manifestBytes } = this.#manifest
    if (this.#seal.manifest !== sha256(manifestBytes).toString('hex')) throw new Damaged()
    const names = new Set(manifest.tables.map(nameOf))
    for (const name of this.#tables.keys()) if (!names.has(name)) throw new Damaged()
    for (const table of manifest.tables) {
      const hash = this.#tables.get(nameOf(table)) ?? createHash('sha256')
      if (hash.digest('hex') !== table.sha256) throw new Damaged()
    }
    const { count, sha256: expected } = manifest.files
    if (count !== this.#fileCount || this.#files.digest('hex') !== expected) throw new Damaged()
    return { ...this.#manifest, seal: this.#seal }
  }
}

/** Faults of the archive itself, not of whoever takes its parts. */
function isDamage(error: unknown): boolean {
  if (error instanceof Damaged || error instanceof SyntaxError) return true
  if (!(error instanceof Error)) return false
  const { code = '' } = error as NodeJS.ErrnoException
  const ofArchive = /Unexpected end of data|Invalid tar header|premature|Unknown or unsupported/i
  return code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE' || ofArchive.test(error.message)
}

/**
 * Reads a backup from beginning to end, hands out its parts and checks every byte of them. What was
 * handed out counts only when this resolves.
 * @throws StopReason when it is damaged, was cut short, comes from a newer version or is no backup
 */
export async function readBackup(file: string, taker: Taker = {}): Promise<ReadBackup> {
  const reader = new Reader(taker)
  const archive = extract()
  // Its failure reaches the loop below.
  const fed = pipeline(createReadStream(file), archive).catch((error: unknown) => { archive.destroy(error as Error) })
  try {
    for await (const entry of archive) await reader.take(entry.header.name, await bodyOf(entry))
    return reader.end()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new StopReason(`There is no file ${file}.`)
    if (['EACCES', 'EISDIR', 'EIO'].includes(code)) throw new StopReason(`${file} cannot be read (${code}).`)
    if (!isDamage(error)) throw error
    throw new StopReason(`${file} is no whole backup: it was cut short or changed. Take another one; nothing was restored.`)
  } finally {
    archive.destroy()
    await fed
  }
}
