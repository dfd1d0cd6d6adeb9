import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { isDatabaseAway } from './away.ts'
import type { Database } from './connection.ts'
import { sqlState } from './state.ts'

export { sqlState } from './state.ts'

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

/** Whether the connection could still roll back; otherwise it is given to nobody else. */
const rollBack = (client: pg.PoolClient): Promise<boolean> =>
  client.query('ROLLBACK').then(() => true, () => false)

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
    // Over a connection that is gone no rolling back arrives; the server does it when it notices.
    broken = isDatabaseAway(error) || !(await rollBack(client))
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
