import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { isDatabaseAway } from './away.ts'
import type { Database } from './connection.ts'
import { Page } from './page.ts'
import { sqlState } from './state.ts'

export { sqlState } from './state.ts'

/** An open transaction; every query of a use case runs on it. */
export type Transaction = NodePgDatabase & {
  $client: pg.PoolClient
  /** Rows that leave with whatever is asked next (`insertRows`). */
  page: Page
}

/** Whatever can be asked: a pool, or the connection of a transaction. */
export type Reader = Pick<Transaction, 'select'>

export type TransactionOptions = {
  isolation?: 'read committed' | 'repeatable read' | 'serializable'
  /**
   * How often to begin anew after a serialisation failure or deadlock. Only for functions without
   * side effects outside the database.
   */
  retries?: number
}

const conflictCodes = new Set(['40001', '40P01'])
/** in_failed_sql_transaction */
const ignoredInFailed = '25P02'

/** Whether the connection could still roll back; otherwise it is given to nobody else. */
const rollBack = (client: pg.PoolClient): Promise<boolean> =>
  client.query('ROLLBACK').then(
    () => true,
    () => false,
  )

/** The query layer over each connection, made once. */
const layers = new WeakMap<pg.PoolClient, Transaction>()

function makeLayer(client: pg.PoolClient): Transaction {
  const ask: (...given: unknown[]) => unknown = client.query.bind(client)
  const page = new Page((statement) => client.query(statement))
  const query = (...given: unknown[]) => {
    page.send()
    return ask(...given)
  }
  const lent = Object.create(client, { query: { value: query } }) as pg.PoolClient
  return Object.assign(drizzle(lent), { page })
}

function layerOn(client: pg.PoolClient): Transaction {
  const made = layers.get(client) ?? makeLayer(client)
  layers.set(client, made)
  return made
}

/**
 * Lets a statement travel with those after it, up to the commit, instead of being waited for. Only for
 * what the database alone may refuse: a refusal of ours comes too late once the commit is sent.
 */
export type Send = (statement: Promise<unknown>) => void

/** After a failed statement the database refuses the rest of the transaction: the first says why. */
async function reasonOf(error: unknown, sent: readonly Promise<unknown>[]): Promise<unknown> {
  if (sqlState(error) !== ignoredInFailed) return error
  const first = (await Promise.allSettled(sent)).find((one) => one.status === 'rejected')
  return first?.reason ?? error
}

async function runOnce<Result>(
  db: Database,
  fn: (tx: Transaction, send: Send) => Promise<Result>,
  isolation: string,
): Promise<Result> {
  const client = await db.$client.connect()
  const tx = layerOn(client)
  let broken = false
  const sent: Promise<unknown>[] = []
  const send: Send = (statement) => {
    // Heard below; until then a failed one must not end the process.
    statement.catch(() => undefined)
    sent.push(statement)
  }
  try {
    send(client.query(`BEGIN ISOLATION LEVEL ${isolation}`))
    const result = await fn(tx, send)
    const [committed] = await Promise.all([tx.$client.query('COMMIT'), ...sent])
    // The database answers the commit of a failed transaction with a rollback, not with an error.
    if (committed.command !== 'COMMIT') throw new Error('A transaction was rolled back at its commit')
    return result
  } catch (error) {
    const reason = await reasonOf(error, sent)
    tx.page.drop()
    // Over a connection that is gone no rolling back arrives; the server does it when it notices.
    broken = isDatabaseAway(reason) || !(await rollBack(client))
    throw reason
  } finally {
    client.release(broken)
  }
}

/**
 * Runs `fn` in one transaction: its result once committed, or its error with nothing written.
 * The transaction carries its connection (`$client`), on which the job queue writes too.
 */
export async function inTransaction<Result>(
  db: Database,
  fn: (tx: Transaction, send: Send) => Promise<Result>,
  options: TransactionOptions = {},
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
