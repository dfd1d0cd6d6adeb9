import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { queueSchema } from '../db/queues.ts'
import type { FileStore } from '../file/store.ts'
import { StopReason } from '../stop-reason.ts'
import { nameOf, type Manifest, type TablePart } from './format.ts'
import { readBackup } from './read.ts'
import { findTables } from './snapshot.ts'

const quoted = ({ schema, table }: Pick<TablePart, 'schema' | 'table'>) => `"${schema}"."${table}"`

/** One table's COPY, which waits for the database before it takes more. */
class Loading {
  readonly name: string
  readonly #stream: ReturnType<typeof copyFrom>
  readonly #done: Promise<void>

  constructor(owner: pg.ClientBase, part: TablePart) {
    this.name = nameOf(part)
    const columns = part.columns.map((column) => `"${column}"`).join(', ')
    this.#stream = owner.query(copyFrom(`COPY ${quoted(part)} (${columns}) FROM STDIN`))
    this.#done = finished(this.#stream)
    this.#done.catch(() => undefined)
  }

  async write(piece: Buffer): Promise<void> {
    const written = new Promise<void>((done, fail) => {
      this.#stream.write(piece, (error) => (error ? fail(error) : done()))
    })
    await written
  }

  async end(): Promise<void> {
    this.#stream.end()
    await this.#done
  }
}

/** @throws StopReason when this version's tables have no room for something of the backup */
async function requireRoom(owner: pg.ClientBase, manifest: Manifest): Promise<void> {
  const here = new Map((await findTables(owner)).map((table) => [nameOf(table), new Set(table.columns)]))
  for (const part of manifest.tables) {
    const columns = here.get(nameOf(part))
    if (columns && part.columns.every((column) => columns.has(column))) continue
    throw new StopReason(
      `This version has no place for ${nameOf(part)} of Yima ${manifest.product}: restore with that version, then update.`,
    )
  }
}

async function empty(owner: pg.ClientBase, manifest: Manifest): Promise<void> {
  // Two tables may refer to one another: checked once both are there.
  await owner.query('SET CONSTRAINTS ALL DEFERRED')
  // CASCADE: sessions, which are not saved, refer to officers, who are.
  await owner.query(`TRUNCATE ${manifest.tables.map(quoted).join(', ')} CASCADE`)
  for (const queue of manifest.queues) await owner.query(`SELECT ${queueSchema}.create_queue($1, '{}')`, [queue])
}

async function setSequences(owner: pg.ClientBase, manifest: Manifest): Promise<void> {
  for (const { schema, sequence, value, called } of manifest.sequences) {
    await owner.query('SELECT setval($1::regclass, $2::bigint, $3)', [`"${schema}"."${sequence}"`, value, called])
  }
}

/** @throws Error when a table has not as many rows as were saved */
async function compareCounts(owner: pg.ClientBase, manifest: Manifest): Promise<void> {
  for (const part of manifest.tables) {
    const { rows } = await owner.query<{ count: string }>(`SELECT count(*) FROM ${quoted(part)}`)
    if (Number(rows[0]?.count) === part.rows) continue
    throw new Error(`${nameOf(part)} holds ${rows[0]?.count} rows instead of ${part.rows}`)
  }
}

/** Whether every table holds exactly as many rows as the backup. */
export const holdsAll = (owner: pg.ClientBase, manifest: Manifest): Promise<boolean> =>
  compareCounts(owner, manifest).then(() => true, () => false)

/**
 * Puts everything of the backup into the tables of the open transaction of `owner` and its pictures
 * into `files`, and counts what arrived.
 * @throws StopReason when the backup is damaged or does not fit; the transaction is then to be undone
 */
export async function load(owner: pg.ClientBase, file: string, manifest: Manifest, files: FileStore): Promise<void> {
  await requireRoom(owner, manifest)
  await empty(owner, manifest)
  const known = new Map(manifest.tables.map((part) => [nameOf(part), part]))
  let loading: Loading | undefined
  const endTable = async () => {
    await loading?.end()
    loading = undefined
  }
  await readBackup(file, {
    async rows(table, piece) {
      if (loading?.name !== table) await endTable()
      const part = known.get(table)
      if (!part) throw new Error(`The backup changed while it was read: ${table} was not in it before`)
      loading ??= new Loading(owner, part)
      await loading.write(piece)
    },
    async file(bytes) {
      await endTable()
      await files.put(bytes)
    },
  })
  await endTable()
  await setSequences(owner, manifest)
  await compareCounts(owner, manifest)
}
