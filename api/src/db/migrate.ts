import { readdirSync } from 'node:fs'
import { PG_MIGRATE_LOCK_ID, runner } from 'node-pg-migrate'
import pg from 'pg'
import { migrationsFolder } from '../places.ts'
import { StopReason } from '../stop-reason.ts'
import { appRole } from './embedded/roles.ts'
import { ensureQueues } from './queues.ts'

async function runMigrations(owner: pg.Client, count: number): Promise<string[]> {
  const said: string[] = []
  const keep = (text: string) => { said.push(text) }
  try {
    const done = await runner({
      dbClient: owner, dir: migrationsFolder, ignorePattern: '(?!.*\\.sql$).*', direction: 'up', count,
      migrationsTable: 'migration', schema: 'public', singleTransaction: true, noLock: true,
      logger: { debug: keep, info: () => undefined, warn: () => undefined, error: keep },
    })
    return done.map(({ name }) => name)
  } catch (error) {
    throw new StopReason(`A migration failed and nothing was changed: ${[...said, String(error)].join('\n')}`)
  }
}

async function requireRole(owner: pg.Client): Promise<void> {
  const { rowCount } = await owner.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [appRole])
  if (rowCount === 0) {
    throw new StopReason(
      `The database has no role ${appRole}, to which migrations grant run-time rights: create it `
      + `(CREATE ROLE ${appRole} LOGIN PASSWORD '…') and use it in DATABASE_URL.`,
    )
  }
}

/** The names of all migrations of this version, in their order. */
export const migrationNames = (): string[] =>
  readdirSync(migrationsFolder).filter((name) => name.endsWith('.sql')).sort().map((name) => name.slice(0, -'.sql'.length))

/**
 * Brings the database up to date as its owner: handwritten SQL in `migrations/`, then the queues.
 * Any number of processes may call it at once; they wait for one another.
 * @param count how many migrations to run at most: a backup is loaded into the tables of its own time
 * @returns the names of the migrations that ran now
 * @throws StopReason with the database's words when one fails; all of this call is then undone
 */
export async function migrate(adminUrl: string, count = Infinity): Promise<string[]> {
  const owner = new pg.Client({ connectionString: adminUrl, application_name: 'yima migrations' })
  await owner.connect()
  try {
    await requireRole(owner)
    await owner.query('SELECT pg_advisory_lock($1)', [PG_MIGRATE_LOCK_ID])
    const done = await runMigrations(owner, count)
    await ensureQueues(owner)
    return done
  } finally {
    await owner.end()
  }
}
