import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import type { Database } from './connection.ts'

/** An open transaction; every query of a use case runs on it. */
export type Transaction = NodePgDatabase & { $client: pg.PoolClient }

export type TransactionOptions = {
  isolation?: 'read committed' | 'repeatable read' | 'serializable'
  /**
   * How often to begin anew after a serialisation failure or deadlock. Only for functions without
   * side effects outside the database.
   */
  retries?: number
}

const conflictCodes = new Set(['40001', '40P01'])

/** The SQLSTATE of a failed query; the query layer wraps the driver's error. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  return sqlState(error.cause)
}

async function runOnce<Result>(
  db: Database, fn: (tx: Transaction) => Promise<Result>, isolation: string,
): Promise<Result> {
  const client = await db.$client.connect()
  let broken = false
  try {
    await client.query(`BEGIN ISOLATION LEVEL ${isolation}`)
    const result = await fn(drizzle(client))
    await client.query('COMMIT')
    return result
  } catch (error) {
    // A connection that cannot even roll back is not given to anybody else.
    await client.query('ROLLBACK').catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/**
 * Runs `fn` in one transaction: its result once committed, or its error with nothing written.
 * The transaction carries its connection (`$client`), on which the job queue writes too.
 */
export async function inTransaction<Result>(
  db: Database, fn: (tx: Transaction) => Promise<Result>, options: TransactionOptions = {},
): Promise<Result> {
  const { isolation = 'read committed', retries = 0 } = options
  for (let left = retries; ; left -= 1) {
    try {
      return await runOnce(db, fn, isolation)
    } catch (error) {
      if (left <= 0 || !conflictCodes.has(sqlState(error) ?? '')) throw error
    }
  }
}
