// The api against the least that could answer: Hono, node-server and pg with one statement a request, on
// the same PostgreSQL (durable) in one run. Ratios hold from machine to machine, absolutes are only told.
// Both answer without limits on how often one asks and without proof of work: one client asks for everybody.
// Run: npm run build && npm run bench -- api
import { loadavg } from 'node:os'
import { hold } from './budgets.ts'
import { bareScans, scansOf } from './api/codes.ts'
import { compare, median, rounded, say, seconds, settled, tell, type Side } from './api/compare.ts'
import type { SqlMeasured } from './api/own-sql.ts'
import { residentMb } from './api/processes.ts'
import { submission, writeHeaders, type Wanted } from './api/requests.ts'
import { ask, copyRows, rounds, setStage, type Stage } from './api/stage.ts'

/** More scans a second than anything here does: each needs a code of its own. */
const mostScans = 1500
/** Receipts that are asked for, in turn. */
const followed = 200

let people = 0
/** Applications of people who have not applied in this run. */
const applications =
  (path: string) =>
  (count: number): Wanted[] =>
    Array.from({ length: count }, () => ({
      method: 'POST',
      path,
      body: JSON.stringify(submission((people += 1))),
    }))

async function countOf(url: string, table: string): Promise<number> {
  const [row] = await ask<{ n: string }>(url, `SELECT count(*) AS n FROM ${table}`)
  return Number(row?.n)
}

/** Applying; every answer must stand in the database afterwards. */
async function measureSubmissions(stage: Stage): Promise<void> {
  const before = await countOf(stage.yimaUrl, 'application')
  let statements = 0
  const bare: Side = { port: stage.barePort, expect: 201, requests: applications('/apply'), good: 0 }
  const ours: Side = { port: stage.port, expect: 201, requests: applications('/api/applications'), good: 0 }
  const done = await compare(stage.client, bare, ours, async () => {
    const sql = await stage.ownSql.ask<SqlMeasured>({})
    statements = sql.statements
    return sql.perSecond
  })
  tell('submit an application', done, { throughput: 0.35, sql: 0.7, p99: 2.5 })
  const sql = median(done.map((one) => one.extra))
  say(`  ${rounded(statements, 1)} statements each; its own SQL alone ${rounded(sql, 0)} /s`)
  const kept = (await countOf(stage.yimaUrl, 'application')) - before
  const bareKept = await countOf(stage.bareUrl, 'form')
  if (kept !== ours.good || bareKept !== bare.good)
    throw new Error(`answered ${ours.good} and ${bare.good}, kept ${kept} and ${bareKept}`)
  say(`  ${kept} answered with 201, and all of them kept`)
}

async function measureList(stage: Stage): Promise<void> {
  const many = (path: string) => (count: number) =>
    Array.from({ length: count }, (): Wanted => ({ method: 'GET', path }))
  const bare: Side = { port: stage.barePort, expect: 200, requests: many('/places/990101000000'), good: 0 }
  const ours: Side = { port: stage.port, expect: 200, requests: many('/api/regions/990101000000'), good: 0 }
  const done = await compare(stage.client, bare, ours)
  tell('a county and its 21 townships (GET /api/regions/:code)', done, { throughput: 0.7 })
}

/** Some who applied a moment ago and want to know how it stands. */
async function applyAndKeepReceipts(stage: Stage): Promise<{ receiptNumber: string; lastFour: string }[]> {
  const receipts: { receiptNumber: string; lastFour: string }[] = []
  for (let at = 0; at < followed; at += 1) {
    const body = submission((people += 1))
    const answer = await fetch(`http://127.0.0.1:${stage.port}/api/applications`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: writeHeaders(),
    })
    const { receiptNumber } = (await answer.json()) as { receiptNumber: string }
    receipts.push({ receiptNumber, lastFour: body.applicant.idNumber.slice(-4) })
  }
  return receipts
}

async function measureTracking(stage: Stage): Promise<void> {
  const receipts = await applyAndKeepReceipts(stage)
  const columns = 'receipt_number, state, submitted_at, visit_due'
  await copyRows(stage.yimaUrl, `SELECT ${columns} FROM application`, stage.bareUrl, 'receipt')
  const bodies = receipts.map((receipt) => JSON.stringify(receipt))
  const many = (path: string) => (count: number) =>
    Array.from({ length: count }, (_, at): Wanted => ({
      method: 'POST',
      path,
      body: bodies[at % followed] ?? '',
    }))
  const bare: Side = { port: stage.barePort, expect: 200, requests: many('/track'), good: 0 }
  const ours: Side = { port: stage.port, expect: 200, requests: many('/api/tracking'), good: 0 }
  tell('track by receipt (POST /api/tracking)', await compare(stage.client, bare, ours), { throughput: 0.7 })
}

/** A code at the window, to the least that may be seen of its owner; every scan must stand there afterwards. */
async function measureScans(stage: Stage): Promise<void> {
  const before = await countOf(stage.yimaUrl, 'occasion')
  const codes = settled + rounds * seconds * mostScans
  const scan = await scansOf(`http://127.0.0.1:${stage.port}`, stage.yimaUrl, people + 1, codes)
  const bareScan = await bareScans(stage.bareUrl, 2000)
  const bare: Side = {
    port: stage.barePort,
    expect: 200,
    requests: (count) => Array.from({ length: count }, (_, at) => bareScan(at)),
    good: 0,
  }
  const ours: Side = {
    port: stage.port,
    expect: 200,
    requests: (count) => Array.from({ length: count }, scan),
    good: 0,
    fastest: mostScans,
  }
  tell('scan to the minimum (POST /api/work/scans)', await compare(stage.client, bare, ours), { p99: 2.5 })
  const kept = (await countOf(stage.yimaUrl, 'occasion')) - before
  if (kept !== ours.good) throw new Error(`${ours.good} scans were answered, ${kept} recognised somebody`)
}

function absolute(what: string, value: number, most: number, unit: string): void {
  const [figure, budget] = [`${rounded(value, 0)} ${unit}`, `≤ ${most} ${unit}`]
  say(`${what}: ${figure}  (budget ${budget})${hold(what, figure, budget, value <= most)}`)
}

const began = loadavg()[0] ?? NaN
const stage = await setStage()
try {
  const afterStart = residentMb(stage.yima.pid)
  const start = median(stage.startMs)
  absolute('start to first answer, database up', start, 1500, 'ms')
  await measureSubmissions(stage)
  await measureList(stage)
  await measureTracking(stage)
  await measureScans(stage)
  const afterLoad = residentMb(stage.yima.pid)
  absolute('resident memory after start', afterStart, 130, 'MB')
  absolute('resident memory after load', afterLoad, 220, 'MB')
  say(`load of the machine before: ${rounded(began)}`)
} finally {
  await stage.clear()
}
