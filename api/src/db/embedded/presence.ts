import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { runProgram } from './cluster.ts'
import type { Place } from './place.ts'

/** Every app on a data folder holds this lock, shared; who gets it alone may stop the server. */
const presenceLock = 990_101
const patience = { attempts: 20, pauseMs: 100 }

/**
 * Connects to the server that answers on `port` and takes part in it: from then on nobody who
 * leaves stops it. Rejects when it is not our server or is just going down.
 */
export async function joinServer(cluster: string, port: number, password: string): Promise<pg.Client> {
  const client = new pg.Client({
    host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres',
    application_name: 'yima presence', connectionTimeoutMillis: 5000, keepAlive: true,
  })
  // Without a listener a server that goes away would end this process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const ask = `SELECT current_setting('data_directory') AS folder`
    const { rows } = await client.query<{ folder: string }>(ask)
    if (rows[0]?.folder !== cluster) throw new Error('Another PostgreSQL answers on this port')
    await client.query('SELECT pg_advisory_lock_shared($1)', [presenceLock])
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}

async function isAlone(client: pg.Client): Promise<boolean> {
  await client.query('SELECT pg_advisory_unlock_shared($1)', [presenceLock])
  const ask = 'SELECT pg_try_advisory_lock($1) AS alone'
  const { rows } = await client.query<{ alone: boolean }>(ask, [presenceLock])
  if (!rows[0]?.alone) return false
  // Connections just closed linger for a moment; backups and consoles that stay keep the server up.
  for (let attempt = 0; attempt < patience.attempts; attempt += 1) {
    const others = await client.query(
      `SELECT 1 FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1`,
    )
    if (others.rowCount === 0) return true
    await pause(patience.pauseMs)
  }
  return false
}

/**
 * Leaves the server, and stops it if nobody else is connected. An app that joins meanwhile waits
 * for the lock, sees the server go and starts it again.
 * @returns whether the server was stopped
 */
export async function leaveServer(place: Place, client: pg.Client): Promise<boolean> {
  const alone = await isAlone(client).catch(() => false)
  if (alone) await runProgram(place, 'pg_ctl', ['stop', '-D', place.cluster, '-m', 'fast', '-w'])
  await client.end().catch(() => undefined)
  return alone
}
