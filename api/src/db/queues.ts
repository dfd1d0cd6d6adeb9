import PgBoss from 'pg-boss'
import type pg from 'pg'
import { appRole } from './embedded/roles.ts'

/** Every queue of jobs. A job carries ids only; what is due it finds by the clock. */
export const queueNames = ['deliver-message', 'ask-departments', 'look-at-notices', 'watch-deadlines'] as const
export type QueueName = (typeof queueNames)[number]

/** Where pg-boss keeps its tables. */
export const queueSchema = 'pgboss'
/** pg-boss makes this one for itself when it starts a schedule; the run-time role may not make tables. */
const ownQueue = '__pgboss__send-it'

/**
 * Makes or brings up to date the tables of the queues, as owner, and lets the run-time role use them
 * but not change their shape. Run-time: `new PgBoss({ db, schema: queueSchema, migrate: false })`.
 */
export async function ensureQueues(owner: pg.Client): Promise<void> {
  const db = { executeSql: (text: string, values: unknown[] = []) => owner.query(text, values) }
  const boss = new PgBoss({ db, schema: queueSchema, supervise: false, schedule: false })
  await boss.start()
  for (const name of [...queueNames, ownQueue]) await boss.createQueue(name)
  await boss.stop({ graceful: false })
  await owner.query(`GRANT USAGE ON SCHEMA ${queueSchema} TO ${appRole}`)
  const rights = 'SELECT, INSERT, UPDATE, DELETE'
  await owner.query(`GRANT ${rights} ON ALL TABLES IN SCHEMA ${queueSchema} TO ${appRole}`)
}
