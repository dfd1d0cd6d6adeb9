import PgBoss from 'pg-boss'
import type pg from 'pg'
import type { RowsStatement } from '../db/page.ts'
import { queueSchema, type QueueName } from '../db/queues.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Log } from '../log.ts'

/**
 * The queue as use cases see it: a job exists exactly when their transaction is committed. It
 * leaves like a row (`insertRows`): with those of the same turn, before any later statement.
 */
export type Jobs = {
  send(tx: Transaction, queue: QueueName, data: { id: string }): Promise<unknown>
}

export type Worker = Record<QueueName, (data: { id?: string }) => Promise<void>>

/** What runs queued jobs in this process. */
export type JobRunner = Jobs & {
  work(worker: Worker): Promise<void>
  stop(): Promise<void>
}

const tries = { retryLimit: 8, retryDelay: 5, retryBackoff: true }

/** The statement with which pg-boss keeps any number of jobs: a list in JSON, then what it assumes of each. */
async function composeInsert(boss: PgBoss): Promise<RowsStatement> {
  let said: RowsStatement | undefined
  const executeSql = async (text: string, [, ...values]: unknown[]) => {
    said = { name: 'keep jobs', text, values }
    return { rows: [] }
  }
  await boss.insert([], { db: { executeSql } })
  if (!said) throw new Error('The queue composed no statement')
  return said
}

/**
 * The queue keeps the error of a failed job with it, message and all: what goes there is ours, and
 * says nothing of what was in hand.
 */
async function told(log: Log, queue: QueueName, job: Promise<void>): Promise<void> {
  const done = await job.then(
    () => true,
    (error: unknown) => {
      log.warn({ queue, err: error }, 'a job failed and will be tried again')
      return false
    },
  )
  if (!done) throw new Error(`${queue} failed`)
}

/** pg-boss on the run-time role: it may use its tables but not change them. */
export async function startJobs(pool: pg.Pool, log: Log): Promise<JobRunner> {
  const boss = new PgBoss({
    db: { executeSql: (text: string, values: unknown[] = []) => pool.query(text, values) },
    schema: queueSchema,
    migrate: false,
  })
  // A database that is away for a minute is reported by health; the queue takes up its work again by itself.
  boss.on('error', () => undefined)
  await boss.start()
  const insert = await composeInsert(boss)
  return {
    send: (tx, queue, data) => tx.page.write(insert, [JSON.stringify({ name: queue, data, ...tries })]),
    async work(worker) {
      for (const name of Object.keys(worker) as QueueName[]) {
        await boss.work<{ id?: string }>(name, { pollingIntervalSeconds: 1, batchSize: 10 }, async (jobs) => {
          for (const job of jobs) await told(log, name, worker[name](job.data ?? {}))
        })
      }
      await boss.schedule('watch-deadlines', '* * * * *', {})
      await boss.schedule('look-at-notices', '*/5 * * * *', {})
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 5000, wait: true })
    },
  }
}
