// One durable PostgreSQL for all contestants, in a folder that is removed afterwards.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, poolSize } from '@yima/api/db/connection'
import { startEmbedded } from '@yima/api/db/embedded'
import { asSuperuser, onDatabase } from '../../fixtures/database-server.ts'
import { freePort } from '../../fixtures/app.mjs'
import { forkScript, startYima } from './processes.ts'

/** Of the load, and of the recording of our own statements. */
export const connections = 50
export const rounds = 3
const starts = 3
/** Submissions whose statements are given again in each round and once before. */
const replayed = 800

const bareTables = `
  CREATE TABLE form (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL, id_number text NOT NULL,
    phone text NOT NULL, region_code text NOT NULL, words text NOT NULL, at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE place (code text PRIMARY KEY, name text NOT NULL, level text NOT NULL, parent text);
  CREATE INDEX place_parent ON place (parent);
  CREATE TABLE receipt (
    receipt_number text PRIMARY KEY, state text NOT NULL, submitted_at timestamptz NOT NULL, visit_due date NOT NULL);
  CREATE TABLE token (token text PRIMARY KEY, name text NOT NULL, level text NOT NULL, here integer NOT NULL, used_at timestamptz)`

/** The rows of one statement on one database. */
export async function ask<Row extends object>(
  url: string,
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const { pool, close } = openDatabase(url, { max: 1 })
  try {
    return (await pool.query<Row>(statement, values)).rows
  } finally {
    await close()
  }
}

/** Copies rows of one database into a table of another. */
export async function copyRows(from: string, query: string, to: string, table: string): Promise<void> {
  const rows = JSON.stringify(await ask(from, query))
  await ask(to, `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`, [rows])
}

/** Everything that the benchmark measures, running; `clear` ends it and removes its data. */
export async function setStage() {
  const dataDir = mkdtempSync(join(tmpdir(), 'yima-bench-'))
  chmodSync(dataDir, 0o711)
  const endings: (() => Promise<unknown>)[] = []
  const clear = async () => {
    for (const end of endings.reverse()) await end()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    const server = await startEmbedded({ dataDir })
    endings.push(server.leave)
    const [port, barePort] = [await freePort(), await freePort()]
    const url = (name: string) => onDatabase(server.superUrl, name)
    const make = (name: string, template = 'template1') =>
      asSuperuser(server.superUrl, `CREATE DATABASE ${name} TEMPLATE ${template} OWNER yima_owner`)

    // The first start makes the tables and the demonstration; what is measured comes after.
    await (await startYima(port, dataDir)).stop()
    for (const name of ['recorded', 'replayed']) await make(name, 'yima')
    await make('bare')
    await ask(url('bare'), bareTables)
    await copyRows(url('yima'), 'SELECT code, name, level, parent FROM region', url('bare'), 'place')

    const startMs: number[] = []
    for (let at = 0; at < starts - 1; at += 1) {
      const once = await startYima(port, dataDir)
      startMs.push(once.startMs)
      await once.stop()
    }
    const yima = await startYima(port, dataDir)
    endings.push(yima.stop)
    startMs.push(yima.startMs)
    const bare = await forkScript('bare.mjs', [url('bare'), String(barePort), String(poolSize)])
    endings.push(bare.stop)
    const client = await forkScript('load.ts', [])
    endings.push(client.stop)
    const app = (name: string) => onDatabase(server.url, name)
    const ownSql = await forkScript('own-sql.ts', [
      dataDir,
      app('recorded'),
      app('replayed'),
      ...[(rounds + 1) * replayed, rounds + 1, connections].map(String),
    ])
    endings.push(ownSql.stop)
    return {
      yima,
      startMs,
      port,
      barePort,
      client,
      ownSql,
      yimaUrl: url('yima'),
      bareUrl: url('bare'),
      clear,
    }
  } catch (error) {
    await clear()
    throw error
  }
}

export type Stage = Awaited<ReturnType<typeof setStage>>
export type Client = Stage['client']
