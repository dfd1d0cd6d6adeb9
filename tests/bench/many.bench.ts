// A county with 100,000 open claims: the first page of a work list against the least that could answer one, and what the
// sweep of deadlines costs as there are more of them. What of the crowd is real and what is copied: api/crowd.ts.
// Run: npm run build && npm run bench -- many
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { passTimeOfClaims } from '@yima/api/claim/sweep'
import { readConfig } from '@yima/api/config'
import { openDatabase, poolSize } from '@yima/api/db/connection'
import { startEmbedded } from '@yima/api/db/embedded'
import { folderStore } from '@yima/api/file/store'
import type { Deps } from '@yima/api/http/context'
import { openVault } from '@yima/api/keys'
import { Live } from '@yima/api/live/live'
import { silentLog } from '@yima/api/log'
import { businessDate } from '@yima/shared/calendar/deadline'
import { asSuperuser, onDatabase } from '../fixtures/database-server.ts'
import { freePort } from '../fixtures/app.mjs'
import { cookieOf } from './api/codes.ts'
import { compare, rounded, say, tell, type Side } from './api/compare.ts'
import { crowdOn } from './api/crowd.ts'
import { forkScript, startYima } from './api/processes.ts'
import type { Wanted } from './api/requests.ts'
import { ask } from './api/stage.ts'
import { hold } from './budgets.ts'

/** Open claims of the county, and how much dearer one of them may be than among the fewest. */
const sizes = (process.env['YIMA_CLAIMS'] ?? '10000,30000,100000').split(',').map(Number)
const dearer = 1.5
/** From today on everything of the demonstration is late by then. */
const later = 90 * 86_400_000

const bareTable = `
  CREATE TABLE work (
    id uuid PRIMARY KEY, desk text NOT NULL, urgency smallint NOT NULL, due_on date NOT NULL, receipt_number text NOT NULL,
    name text NOT NULL, place text NOT NULL, urgent boolean NOT NULL, task text NOT NULL, programmes json NOT NULL,
    submitted_at timestamptz NOT NULL);
  CREATE INDEX work_order ON work (desk, urgency, due_on, id)`

type Swept = { claims: number; each: number }

/** The sweep over what is due that day, in milliseconds for each claim. */
async function sweep(deps: Deps, claims: number, due: number): Promise<Swept> {
  const begin = performance.now()
  await passTimeOfClaims(deps)
  const took = performance.now() - begin
  say(
    `deadlines of ${claims} open claims, ${due} of them due: ${rounded(took / 1000, 1)} s, ` +
      `${rounded(took / due)} ms a claim that is due, ${rounded((took / claims) * 1000, 0)} µs a claim that is open`,
  )
  return { claims, each: took / due }
}

function tellSweeps(swept: readonly Swept[]): void {
  const [first, last] = [swept[0], swept.at(-1)]
  if (!first || !last) return
  const grows = last.each / first.each
  const [figure, budget] = [rounded(grows), `≤ ${dearer}`]
  const what = `sweep: a due claim of ${last.claims} to one of ${first.claims}`
  say(`${what}: ${figure}  (budget ${budget})${hold(what, figure, budget, grows <= dearer)}`)
}

const clear: (() => Promise<unknown>)[] = []
const dataDir = mkdtempSync(join(tmpdir(), 'yima-many-'))
chmodSync(dataDir, 0o711)
clear.push(async () => rmSync(dataDir, { recursive: true, force: true }))

/** The app's own use cases on the benchmark's database, at a later day. */
async function openDeps(url: string): Promise<Deps> {
  const { db, pool, close } = openDatabase(url)
  clear.push(close)
  const at = () => new Date(Date.now() + later)
  return {
    config: readConfig({ YIMA_DATA: dataDir, YIMA_WITHOUT_BUDGETS: '1' }),
    db,
    clock: { now: at, wall: () => new Date(), today: () => businessDate(at()) },
    vault: await openVault(readConfig({ YIMA_DATA: dataDir }), pool),
    files: folderStore(dataDir),
    jobs: { send: async () => undefined },
    log: silentLog,
    live: new Live({ db, pool, findLiving: async () => new Map() }),
  }
}

/** The same lines for the bare endpoint, names in the clear. */
async function bareRows(yimaUrl: string, bareUrl: string): Promise<void> {
  await ask(bareUrl, bareTable)
  const { pool: from, close } = openDatabase(yimaUrl, { max: 1 })
  const { pool: to, close: closeTo } = openDatabase(bareUrl, { max: 1 })
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await from.query<{ id: string }>(
      `SELECT DISTINCT ON (application_id) application_id AS id, desk, urgency, due_on::text AS due_on, receipt_number, '周素芬' AS name,
              r.name AS place, (shown ->> 'urgent')::boolean AS urgent, shown ->> 'task' AS task, shown -> 'programmes' AS programmes,
              shown ->> 'submittedAt' AS submitted_at
         FROM desk_line l JOIN region r ON r.code = l.region_code WHERE application_id > $1
        ORDER BY application_id, desk LIMIT 5000`,
      [after],
    )
    const last = rows.at(-1)
    if (!last) break
    await to.query('INSERT INTO work SELECT * FROM json_populate_recordset(NULL::work, $1)', [JSON.stringify(rows)])
    after = last.id
  }
  await to.query('VACUUM ANALYZE work')
  await close()
  await closeTo()
}

async function measureLists(yimaUrl: string, bareUrl: string): Promise<void> {
  const [port, barePort] = [await freePort(), await freePort()]
  await bareRows(yimaUrl, bareUrl)
  const yima = await startYima(port, dataDir)
  clear.push(yima.stop)
  say(`the app starts among them in ${rounded(yima.startMs, 0)} ms`)
  const bareApp = await forkScript('bare.mjs', [bareUrl, String(barePort), String(poolSize)])
  clear.push(bareApp.stop)
  const client = await forkScript('load.ts', [])
  clear.push(client.stop)
  const base = `http://127.0.0.1:${port}`
  const [widest] = await ask<{ desk: string }>(bareUrl, 'SELECT desk FROM work GROUP BY 1 ORDER BY count(*) DESC LIMIT 1')
  const many = (path: string, cookie?: string) => (count: number) =>
    Array.from({ length: count }, (): Wanted => ({ method: 'GET', path, ...(cookie ? { cookie } : {}) }))
  for (const [who, name] of [['a county officer', '周立新'], ['a clerk', '何文静']] as const) {
    const cookie = await cookieOf(base, name)
    const first = (await (await fetch(`${base}/api/work/items`, { headers: { cookie } })).json()) as {
      counts: { all: number }
      items: unknown[]
    }
    say(`${who} has ${first.counts.all} requests, a page of ${first.items.length}`)
    const side = { expect: 200, good: 0 }
    const bare: Side = { ...side, port: barePort, requests: many(`/work/${encodeURIComponent(widest?.desk ?? '')}`) }
    const ours: Side = { ...side, port, requests: many('/api/work/items', cookie) }
    tell(`first page of ${who} (GET /api/work/items)`, await compare(client, bare, ours), { p99: 2.5 })
  }
}

try {
  const server = await startEmbedded({ dataDir })
  clear.push(server.leave)
  const url = (name: string) => onDatabase(server.superUrl, name)
  // The first start makes the tables and the demonstration.
  await (await startYima(await freePort(), dataDir)).stop()
  await asSuperuser(server.superUrl, 'CREATE DATABASE bare OWNER yima_owner')
  const deps = await openDeps(onDatabase(server.url, 'yima'))
  const { pool, close } = openDatabase(onDatabase(server.adminUrl, 'yima'), { max: 2 })
  clear.push(close)
  const crowd = await crowdOn(pool, deps)
  const swept: Swept[] = []
  for (const size of sizes) {
    const { claims, due, filled, requests } = await crowd.growTo(size)
    say(`${requests} requests more; their lines made in ${rounded(filled, 1)} s`)
    swept.push(await sweep(deps, claims, due))
  }
  tellSweeps(swept)
  await measureLists(url('yima'), url('bare'))
} finally {
  for (const end of clear.reverse()) await end()
}
