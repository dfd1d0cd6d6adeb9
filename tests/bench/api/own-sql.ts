// Yima's own statements for real submissions, without HTTP and without anything decided anew: recorded
// once through the real app on a database of its own, under the load of the comparison, so that who comes
// together shares a transaction; then given to a copy of that database as it was.
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

export type SqlMeasured = { perSecond: number; statements: number }

type Pool = Database['$client']
type Client = Transaction['$client']
/** `waits`: it was given once everything before it in its transaction was answered; others travel together. */
type Statement = { text: string; values: unknown[]; name?: string; waits: boolean }
/** What one connection did from BEGIN to COMMIT, for as many people as came together; or one statement alone. */
type Unit = { statements: Statement[]; transaction: boolean }

const [dataDir = '', recordUrl = '', replayUrl = '', howMany = '0', parts = '1', atOnce = '1'] =
  process.argv.slice(2)

/** Transactions, and look-ups of answers, that the app has on their way at once (`together`). */
const lanes = 2

let heard: Unit[] = []
let listening = false

/** Hears what each connection is asked, and how it travels. */
class Ear {
  readonly #open = new WeakMap<object, Unit>()
  readonly #unanswered = new WeakMap<object, number>()

  #count(client: object, more: 1 | -1): number {
    const before = this.#unanswered.get(client) ?? 0
    this.#unanswered.set(client, before + more)
    return before
  }

  /** Notes a statement before it is given; `answered` is to be called afterwards. */
  hear(client: object, given: readonly unknown[]): () => void {
    const [what, second] = given
    const config: Partial<Statement> = typeof what === 'string' ? { text: what } : (what as Statement)
    const { text = '', name } = config
    const values = Array.isArray(second) ? (second as unknown[]) : (config.values ?? [])
    const waits = this.#count(client, 1) === 0
    if (listening) this.#keep(client, { text, values, waits, ...(name ? { name } : {}) })
    return () => this.#count(client, -1)
  }

  #keep(client: object, statement: Statement): void {
    const begins = /^BEGIN/i.test(statement.text)
    const unit = begins ? undefined : this.#open.get(client)
    if (unit) unit.statements.push(statement)
    else {
      const made = { statements: [statement], transaction: begins }
      heard.push(made)
      if (begins) this.#open.set(client, made)
    }
    if (/^(?:COMMIT|ROLLBACK)/i.test(statement.text)) this.#open.delete(client)
  }
}

async function listenIn(pool: Pool): Promise<void> {
  const client = await pool.connect()
  const driver = Object.getPrototypeOf(client) as { query(...given: unknown[]): unknown }
  client.release()
  const { query } = driver
  const ear = new Ear()
  driver.query = function (...given) {
    const answered = ear.hear(this, given)
    const callback = given.findIndex((one) => typeof one === 'function')
    if (callback < 0) {
      const answer = query.apply(this, given)
      void Promise.resolve(answer).then(answered, answered)
      return answer
    }
    const tell = given[callback] as (...said: unknown[]) => void
    const heardBy = [...given]
    heardBy[callback] = (...said: unknown[]) => {
      answered()
      tell(...said)
    }
    return query.apply(this, heardBy)
  }
}

type Recorded = { units: Unit[]; people: number }

/** Everybody of one batch, as many at a time as the load has connections. */
async function recordBatch(
  apply: (at: number) => Promise<void>,
  from: number,
  count: number,
): Promise<Recorded> {
  heard = []
  listening = true
  let next = from
  const one = async () => {
    while (next < from + count) await apply(next++)
  }
  await Promise.all(Array.from({ length: Number(atOnce) }, one))
  listening = false
  return { units: heard, people: count }
}

async function record(count: number, batch: number): Promise<Recorded[]> {
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
  const apply = async (at: number) => {
    const body = JSON.stringify(submission(at))
    const answer = await app.request('/api/applications', { method: 'POST', body, headers: writeHeaders() })
    if (answer.status !== 201) throw new Error(`recording: ${answer.status} ${await answer.text()}`)
  }
  const all: Recorded[] = []
  for (let from = 0; from < count; from += batch) all.push(await recordBatch(apply, from, batch))
  await deps.live.stop()
  await jobs.stop()
  await close()
  return all
}

/** As it was recorded: what travelled together travels together. */
async function replay(client: Client, { statements }: Unit): Promise<void> {
  let onTheWay: Promise<unknown>[] = []
  for (const { text, values, name, waits } of statements) {
    if (waits) {
      await Promise.all(onTheWay)
      onTheWay = []
    }
    onTheWay.push(client.query({ text, ...(values.length > 0 ? { values } : {}), ...(name ? { name } : {}) }))
  }
  await Promise.all(onTheWay)
}

const { pool } = openDatabase(replayUrl)
const batches = await record(Number(howMany), Math.ceil(Number(howMany) / Number(parts)))

async function walk(units: readonly Unit[]): Promise<void> {
  let at = 0
  const lane = async () => {
    const client = await pool.connect()
    for (let unit = units[at++]; unit; unit = units[at++]) await replay(client, unit)
    client.release()
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

async function measure(): Promise<SqlMeasured> {
  const batch = batches.shift()
  if (!batch) throw new Error('Nothing recorded is left')
  const { units, people } = batch
  const begin = performance.now()
  await Promise.all([
    walk(units.filter((unit) => unit.transaction)),
    walk(units.filter((unit) => !unit.transaction)),
  ])
  const statements = units.reduce((sum, unit) => sum + unit.statements.length, 0)
  return { perSecond: (people / (performance.now() - begin)) * 1000, statements: statements / people }
}

process.on('message', () => {
  measure().then(
    (measured) => process.send?.(measured),
    (error: unknown) => process.send?.({ failed: String(error) }),
  )
})
process.send?.('ready')
