// Yima's own statements for real submissions, without HTTP and without anything decided anew: recorded
// once through the real app on a database of its own, then given to a copy of that database as it was.
import { AsyncLocalStorage } from 'node:async_hooks'
import { createApp } from '@yima/api/app'
import { readConfig } from '@yima/api/config'
import { openDatabase, type Database } from '@yima/api/db/connection'
import type { Transaction } from '@yima/api/db/transaction'
import { wallClock } from '@yima/api/clock'
import { folderStore } from '@yima/api/file/store'
import type { Deps } from '@yima/api/http/context'
import { openVault } from '@yima/api/keys'
import { Live } from '@yima/api/live/live'
import { silentLog } from '@yima/api/log'
import { startJobs } from '@yima/api/notification/jobs'
import { submission, writeHeaders } from './requests.ts'

export type SqlJob = { concurrency: number; count: number }
export type SqlMeasured = { perSecond: number; statements: number }

type Pool = Database['$client']
type Client = Transaction['$client']
type Statement = { text: string; values: unknown[]; name?: string }

const [dataDir = '', recordUrl = '', replayUrl = '', howMany = '0'] = process.argv.slice(2)

const recording = new AsyncLocalStorage<Statement[]>()

/** Notes every statement that is given inside `recording`, and lets it pass. */
async function listenIn(pool: Pool): Promise<void> {
  const client = await pool.connect()
  const driver = Object.getPrototypeOf(client) as { query(...given: unknown[]): unknown }
  client.release()
  const { query } = driver
  driver.query = function (...given) {
    const [what, second] = given
    const config = typeof what === 'string' ? { text: what } : (what as Statement)
    const values = Array.isArray(second) ? (second as unknown[]) : (config as Partial<Statement>).values
    const { name } = config as Partial<Statement>
    recording.getStore()?.push({ text: config.text, values: values ?? [], ...(name ? { name } : {}) })
    return query.apply(this, given)
  }
}

async function record(count: number): Promise<Statement[][]> {
  const { db, pool, close } = openDatabase(recordUrl)
  await listenIn(pool)
  const jobs = await startJobs(pool, silentLog)
  const config = readConfig({ YIMA_DATA: dataDir, YIMA_WITHOUT_BUDGETS: '1' })
  const deps: Deps = {
    config,
    db,
    clock: wallClock(),
    vault: await openVault(config, pool),
    files: folderStore(dataDir),
    jobs,
    log: silentLog,
    live: new Live({ db, pool, findLiving: async () => new Map() }),
  }
  const app = createApp(deps, new Map())
  const all: Statement[][] = []
  for (let at = 0; at < count; at += 1) {
    const body = JSON.stringify(submission(at))
    const statements: Statement[] = []
    const answer = await recording.run(statements, async () =>
      app.request('/api/applications', { method: 'POST', body, headers: writeHeaders() }),
    )
    if (answer.status !== 201) throw new Error(`recording: ${answer.status} ${await answer.text()}`)
    all.push(statements)
  }
  await deps.live.stop()
  await jobs.stop()
  await close()
  return all
}

/** What stands before BEGIN goes to any connection; the transaction has one of its own. */
async function replay(pool: Pool, statements: readonly Statement[]): Promise<void> {
  let client: Client | undefined
  for (const { text, values, name } of statements) {
    if (/^BEGIN/i.test(text)) client = await pool.connect()
    const config = { text, ...(values.length > 0 ? { values } : {}), ...(name ? { name } : {}) }
    await (client ?? pool).query(config)
    if (client && /^COMMIT/i.test(text)) {
      client.release()
      client = undefined
    }
  }
}

const recorded = await record(Number(howMany))
const { pool } = openDatabase(replayUrl)
let next = 0

async function measure({ concurrency, count }: SqlJob): Promise<SqlMeasured> {
  const part = recorded.slice(next, (next += count))
  let at = 0
  const begin = performance.now()
  const work = async () => {
    for (let mine = part[at++]; mine; mine = part[at++]) await replay(pool, mine)
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  const statements = part.reduce((sum, one) => sum + one.length, 0) / part.length
  return { perSecond: (part.length / (performance.now() - begin)) * 1000, statements }
}

process.on('message', (job: SqlJob) => {
  measure(job).then(
    (measured) => process.send?.(measured),
    (error: unknown) => process.send?.({ failed: String(error) }),
  )
})
process.send?.('ready')
