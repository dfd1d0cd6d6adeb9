import PgBoss from 'pg-boss'
import type pg from 'pg'
import { queueSchema, type QueueName } from '../db/queues.ts'
import type { Transaction } from '../db/transaction.ts'

/** The queue as use cases see it: a job exists exactly when their transaction is committed. */
export type Jobs = {
  send(tx: Transaction, queue: QueueName, data: { id: string }): Promise<void>
}

export type Worker = Record<QueueName, (data: { id?: string }) => Promise<void>>

/** What runs queued jobs in this process. */
export type JobRunner = Jobs & {
  work(worker: Worker): Promise<void>
  stop(): Promise<void>
}

const tries = { retryLimit: 8, retryDelay: 5, retryBackoff: true }

/** pg-boss on the run-time role: it may use its tables but not change them. */
export async function startJobs(pool: pg.Pool): Promise<JobRunner> {
  const boss = new PgBoss({
    db: { executeSql: (text: string, values: unknown[] = []) => pool.query(text, values) },
    schema: queueSchema,
    migrate: false,
  })
  // A database that is away for a minute is reported by health; the queue takes up its work again by itself.
  boss.on('error', () => undefined)
  await boss.start()
  return {
    async send(tx, queue, data) {
      const db = { executeSql: (text: string, values: unknown[]) => tx.$client.query(text, values) }
      await boss.send(queue, data, { ...tries, db })
    },
    async work(worker) {
      for (const name of Object.keys(worker) as QueueName[]) {
        await boss.work<{ id?: string }>(name, { pollingIntervalSeconds: 1, batchSize: 10 }, async (jobs) => {
          for (const job of jobs) await worker[name](job.data ?? {})
        })
      }
      await boss.schedule('watch-deadlines', '* * * * *', {})
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 5000, wait: true })
    },
  }
}
