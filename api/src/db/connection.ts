import { drizzle } from 'drizzle-orm/node-postgres'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { GatheringSocket } from './gathering-socket.ts'
import { prepareWhatRepeats } from './prepared.ts'

export type Database = NodePgDatabase & { $client: pg.Pool }

const dateType = 1082

/** A business date is a day in Asia/Shanghai: parsed to a `Date` it would shift by the machine's zone. */
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === dateType) return (text: string) => text
    return pg.types.getTypeParser(oid, format)
  }) as typeof pg.types.getTypeParser,
}

/** Connections of one process. More let more transactions share one flush to disk. */
export const poolSize = 10

export type OpenDatabase = { pool: pg.Pool; db: Database; close(): Promise<void> }

/** A pool on `url` and the typed query layer over it. A query over 15 seconds is cut off. */
export function openDatabase(url: string, options: { max?: number; name?: string } = {}): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? poolSize,
    application_name: options.name ?? 'yima',
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    // Statements of one transaction need not wait for one another's answers.
    pipeline: true,
    stream: () => new GatheringSocket(),
    statement_timeout: 15_000,
    // A network that swallows everything answers nobody: the server's own limit cannot be heard then.
    query_timeout: 20_000,
    idle_in_transaction_session_timeout: 30_000,
    types,
  })
  // A connection that breaks while idle is replaced at the next query; unheard it would end the process.
  pool.on('error', () => undefined)
  // The same for one that breaks while it is lent out and nothing is being asked on it.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    prepareWhatRepeats(client)
  })
  return { pool, db: drizzle(pool), close: () => pool.end() }
}
