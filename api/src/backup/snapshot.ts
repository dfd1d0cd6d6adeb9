import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { holdEverything } from '../db/discard-lock.ts'
import { queueSchema } from '../db/queues.ts'
import { tablesUnderMasterKey } from '../rotation/columns.ts'
import type { Manifest, TablePart } from './format.ts'

export type TableShape = Pick<TablePart, 'schema' | 'table' | 'columns'>

const notSaved = [
  // Migrations and the queue write these for themselves in a new database.
  'public.migration', `${queueSchema}.version`, `${queueSchema}.queue`,
  // Parts of a picture vanish when it is whole, also while we copy; the phone sends what is missing anew.
  'public.file_part',
  // A restore would sign in again whoever signed out since, and let a spent proof of a phone count once more.
  'public.session', 'public.phone_proof',
  // Loading the lines counts them.
  'public.desk_tally',
  // A device gets notices as long as it is signed in.
  'public.push_subscription',
]

const tablesQuery = `
  SELECT n.nspname AS schema, c.relname AS "table",
         (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
         ARRAY(SELECT r.confrelid::regclass::text FROM pg_constraint r
                WHERE r.conrelid = c.oid AND r.contype = 'f' AND NOT r.condeferrable AND r.confrelid <> c.oid) AS refers,
         c.oid::regclass::text AS self
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname IN ('public', $1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     AND pg_has_role(current_user, c.relowner, 'USAGE') AND n.nspname || '.' || c.relname <> ALL ($2)
   ORDER BY 1, 2`

type Found = TableShape & { refers: string[]; self: string }

/** Tables so that none refers to a later one, but for references that a load may check at its end. */
function inOrder(found: readonly Found[]): TableShape[] {
  const left = new Map(found.map((table) => [table.self, table]))
  const ordered: TableShape[] = []
  while (left.size > 0) {
    const ready = [...left.values()].filter(({ refers }) => !refers.some((other) => left.has(other)))
    if (ready.length === 0) throw new Error(`Tables refer to one another in a circle: ${[...left.keys()].join(', ')}`)
    for (const { schema, table, columns, self } of ready) {
      ordered.push({ schema, table, columns })
      left.delete(self)
    }
  }
  return ordered
}

/** Every table of Yima and of its queue that this connection's role keeps, in an order for loading. */
export async function findTables(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query<Found>(tablesQuery, [queueSchema, notSaved])
  return inOrder(rows)
}

const fetchRows = 500

/** Reads any number of rows through a cursor of the open transaction. */
export async function* rowsOf<Row extends pg.QueryResultRow>(client: pg.ClientBase, query: string): AsyncGenerator<Row> {
  await client.query(`DECLARE every NO SCROLL CURSOR FOR ${query}`)
  try {
    for (;;) {
      const { rows } = await client.query<Row>(`FETCH ${fetchRows} FROM every`)
      if (rows.length === 0) return
      yield* rows
    }
  } finally {
    await client.query('CLOSE every')
  }
}

/**
 * One unchanging view of the whole database while apps write on. As long as it is open nothing that
 * it lists is thrown away.
 */
export class Snapshot {
  readonly #client: pg.Client
  /** Everything acknowledged before it is in the view. */
  readonly moment: Date

  private constructor(client: pg.Client, moment: Date) {
    this.#client = client
    this.moment = moment
  }

  static async open(adminUrl: string): Promise<Snapshot> {
    const client = new pg.Client({ connectionString: adminUrl, application_name: 'yima backup' })
    // Unheard it would end this process; the query that waits fails with it anyway.
    client.on('error', () => undefined)
    await client.connect()
    await client.query(`SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0`)
    await holdEverything(client)
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    // The time of BEGIN lies before the view is taken by this very statement.
    const { rows } = await client.query<{ moment: Date }>('SELECT now() AS moment')
    return new Snapshot(client, rows[0]?.moment ?? new Date(0))
  }

  close(): Promise<void> {
    return this.#client.end()
  }

  tables(): Promise<TableShape[]> {
    return findTables(this.#client)
  }

  /** What COPY says of a table, in pieces as they come; returns the number of rows. */
  async copy({ schema, table, columns }: TableShape, take: (piece: Buffer) => Promise<void>): Promise<number> {
    // A partitioned table is copied by a query only.
    const list = columns.map((column) => `"${column}"`).join(', ')
    const stream = this.#client.query(copyTo(`COPY (SELECT ${list} FROM "${schema}"."${table}") TO STDOUT`))
    for await (const piece of stream) await take(piece as Buffer)
    return stream.rowCount
  }

  async #column<Value>(query: string): Promise<Value[]> {
    const { rows } = await this.#client.query<{ value: Value }>(query)
    return rows.map(({ value }) => value)
  }

  migrations(): Promise<string[]> {
    return this.#column('SELECT name AS value FROM public.migration ORDER BY id')
  }

  queues(): Promise<string[]> {
    return this.#column(`SELECT name AS value FROM ${queueSchema}.queue ORDER BY name`)
  }

  /** Counters; they stand outside of views, but never behind one. */
  async sequences(): Promise<Manifest['sequences']> {
    const { rows } = await this.#client.query<Manifest['sequences'][number]>(
      `SELECT schemaname AS schema, sequencename AS sequence, coalesce(last_value, start_value)::text AS value,
              last_value IS NOT NULL AS called
         FROM pg_sequences WHERE schemaname IN ('public', $1) AND sequencename <> 'migration_id_seq'`,
      [queueSchema],
    )
    return rows
  }

  /** The addresses of all pictures, each once. */
  async *files(): AsyncGenerator<Buffer> {
    const query = 'SELECT DISTINCT content_hash AS hash FROM public.file ORDER BY content_hash'
    for await (const { hash } of rowsOf<{ hash: Buffer }>(this.#client, query)) yield hash
  }

  /** Ids of the master keys that something in the view needs. */
  async keyIds(): Promise<string[]> {
    const ids = new Set<number>()
    for (const { table, columns } of await tablesUnderMasterKey(this.#client)) {
      for (const column of columns) {
        const query = `SELECT DISTINCT get_byte(${column}, 0) AS value FROM public.${table} WHERE octet_length(${column}) > 0`
        for (const id of await this.#column<number>(query)) ids.add(id)
      }
    }
    return [...ids].sort((a, b) => a - b).map((id) => id.toString(16).padStart(2, '0'))
  }
}
