import { randomBytes } from 'node:crypto'
import { appendFileSync, chmodSync, cpSync, lchownSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { ensureCluster } from '@yima/api/db/embedded/cluster'
import { findPlace, type Place } from '@yima/api/db/embedded/place'
import { launchPostmaster } from '@yima/api/db/embedded/postmaster'
import { ensureRoles } from '@yima/api/db/embedded/roles'
import { applicationsIn, balance, type Account } from '../faults/account.ts'
import { deadline } from '../faults/patience.ts'
import { startPhones, untilHealth } from '../faults/phones.ts'
import { killServer } from '../faults/processes.ts'
import { freePort, makeDataFolder, startApp } from '../fixtures/app.mjs'
import { startSlowProxy } from '../fixtures/slow-proxy.ts'

const password = randomBytes(16).toString('hex')
const standbyName = 'standby'

type Server = { place: Place; port: number }

const urlOf = (port: number, user: string, database = 'yima'): string =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${database}`

/** Connects as soon as the server lets anybody in. */
async function enter({ port }: Server): Promise<pg.Client> {
  const hold = deadline('A server that lets anybody in')
  for (;;) {
    hold()
    const client = new pg.Client({ connectionString: urlOf(port, 'postgres', 'postgres') })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch {
      await pause(100)
    }
  }
}

async function launch(place: Place, folder: string): Promise<Server> {
  const port = await freePort()
  launchPostmaster(place, join(folder, 'pg.log'), port, true)
  return { place, port }
}

async function startPrimary(folder: string): Promise<Server> {
  const place = findPlace(folder)
  await ensureCluster(place, password, true)
  const server = await launch(place, folder)
  const client = await enter(server)
  await ensureRoles(client, { owner: password, app: password })
  await client.query(`SELECT pg_create_physical_replication_slot($1, true)`, [standbyName])
  await client.end()
  return server
}

/** What must not come along: the log (it streams), whose process it was, who listened to it. */
const left = /\/(?:pg_wal\/[^/]+|pg_replslot\/[^/]+|postmaster\.(?:pid|opts))$/

/** A copy of the running primary that follows it (PostgreSQL, "Making a Base Backup Using the Low Level API"). */
async function startStandby(primary: Server, folder: string): Promise<Server> {
  const place: Place = { ...primary.place, cluster: join(folder, 'pg') }
  const client = await enter(primary)
  await client.query('SELECT pg_backup_start($1, true)', [standbyName])
  cpSync(primary.place.cluster, place.cluster, { recursive: true, filter: (path) => !left.test(path) })
  const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)')
  const own = (name: string) => join(place.cluster, name)
  writeFileSync(own('backup_label'), rows[0]?.labelfile ?? '')
  writeFileSync(own('standby.signal'), '')
  const from = `host=127.0.0.1 port=${primary.port} user=postgres password=${password} application_name=${standbyName}`
  appendFileSync(
    own('postgresql.auto.conf'),
    `primary_conninfo = '${from}'\nprimary_slot_name = '${standbyName}'\n`,
  )
  give(place.cluster, place)
  chmodSync(place.cluster, 0o700)
  const server = await launch(place, folder)
  await client.query(`ALTER SYSTEM SET synchronous_standby_names = '${standbyName}'`)
  await client.query('SELECT pg_reload_conf()')
  await untilSynchronous(client)
  await client.end()
  return server
}

/** PostgreSQL refuses a folder that belongs to root, who made the copy. */
function give(folder: string, { user }: Place): void {
  if (!user.ids) return
  const { uid, gid } = user.ids
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const name of ['', ...all]) lchownSync(join(folder, name), uid, gid)
}

async function untilSynchronous(client: pg.Client): Promise<void> {
  const hold = deadline('A standby that is synchronous')
  for (;;) {
    hold()
    const { rowCount } = await client.query(`SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'`)
    if (rowCount === 1) return
    await pause(100)
  }
}

/** The app behind a name that is moved from one server to the other, as an operator moves an address. */
async function openApp(primary: Server) {
  const address = await startSlowProxy(primary.port)
  const app = await startApp({
    env: {
      DATABASE_URL: urlOf(address.port, 'yima_app'),
      DATABASE_ADMIN_URL: urlOf(address.port, 'yima_owner'),
      YIMA_KEYS: randomBytes(32).toString('base64'),
      YIMA_DEMO: '1',
    },
  })
  return { address, app }
}

async function promote(standby: Server): Promise<void> {
  const client = await enter(standby)
  await client.query('SELECT pg_promote()')
  await client.end()
}

/** Kills a primary while people apply; its synchronous standby takes over. What people hold must be there. */
async function loseThePrimary(): Promise<Account> {
  const folders = [makeDataFolder(), makeDataFolder()] as const
  const primary = await startPrimary(folders[0])
  const standby = await startStandby(primary, folders[1])
  const { address, app } = await openApp(primary)
  try {
    const before = await applicationsIn(urlOf(primary.port, 'yima_owner'))
    const phones = startPhones(8, () => app.url)
    await pause(2000 + Math.random() * 3000)
    killServer(primary.place.cluster)
    await promote(standby)
    address.aim(standby.port)
    await untilHealth(app.url, 'ok')
    await pause(2000)
    await phones.finish()
    if (phones.wrong.length > 0) throw new Error(phones.wrong.join('\n'))
    return await balance(phones.told, app.url, urlOf(standby.port, 'yima_owner'), before)
  } finally {
    await app.stop()
    await address.close()
    killServer(primary.place.cluster)
    killServer(standby.place.cluster)
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
}

const rounds = 3
for (let round = 1; round <= rounds; round += 1) {
  const account = await loseThePrimary()
  process.stdout.write(
    `primary killed, standby promoted (${round} of ${rounds}): ${JSON.stringify(account)}\n`,
  )
  const { acknowledged, lost, twice, torn, unseen, changed } = account
  if (acknowledged === 0 || lost + twice + torn + unseen + changed > 0) process.exitCode = 1
}
