import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { build } from '../../api/boot/build.mjs'
import { startApp, type RunningApp } from '../fixtures/app.mjs'
import { freshDatabase, type FreshDatabase } from '../fixtures/database.ts'
import { runs } from '../fixtures/runs.ts'
import { startSlowProxy, type SlowProxy } from '../fixtures/slow-proxy.ts'
import { applicationsIn, balance } from './account.ts'
import { startPhones, untilHealth } from './phones.ts'

// The database of a county stands elsewhere, behind a network that can fail in two ways: it says so, or it says nothing.

let database: FreshDatabase
let network: SlowProxy
let app: RunningApp

const through = (url: string, port: number): string => {
  const there = new URL(url)
  there.host = `127.0.0.1:${port}`
  return there.href
}

beforeAll(async () => {
  await build()
  database = await freshDatabase()
  network = await startSlowProxy(Number(new URL(database.url).port))
  app = await startApp({
    env: {
      DATABASE_URL: through(database.url, network.port),
      DATABASE_ADMIN_URL: through(database.adminUrl, network.port),
      YIMA_KEYS: randomBytes(32).toString('base64'),
      YIMA_DEMO: '1',
    },
  })
}, 300_000)
afterAll(async () => {
  await app.stop()
  await network.close()
  await database.drop()
})

async function askToApply(): Promise<{ status: number; type: string; title: string }> {
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': randomBytes(16).toString('hex'),
    'x-device-key': randomBytes(32).toString('base64url'),
  }
  const answer = await fetch(`${app.url}/api/applications`, { method: 'POST', headers, body: '{}' })
  const { type, title } = (await answer.json()) as { type: string; title: string }
  return { status: answer.status, type, title }
}

it.each([
  [
    'is cut off',
    () => {
      network.cut()
    },
    () => {
      network.mend()
    },
  ],
  [
    'swallows everything',
    () => {
      network.freeze()
    },
    () => {
      network.thaw()
    },
  ],
] as const)(
  'while the way to the database %s people are told, nothing is lost, and it comes back by itself',
  async (_how, fail, mend) => {
    const before = await applicationsIn(database.url)
    const phones = startPhones(4, () => app.url)
    await pause(700)
    fail()
    await untilHealth(app.url, 'database-away')
    const told = await askToApply()
    expect([told.status, told.type]).toEqual([503, 'urn:yima:problem:unavailable'])
    expect(told.title).toMatch(/稍后|一会|过一|等/)
    // The pages need no database.
    expect((await fetch(`${app.url}/`)).status).toBe(200)
    await pause(Math.min(60_000, runs(600)))
    mend()
    await untilHealth(app.url, 'ok')
    await pause(500)
    await phones.finish()
    const account = await balance(phones.told, app.url, database.url, before)
    process.stdout.write(`database away: ${JSON.stringify(account)}\n`)
    expect(phones.wrong).toEqual([])
    expect(account.acknowledged).toBeGreaterThan(0)
    expect(account).toMatchObject({ lost: 0, twice: 0, torn: 0, unseen: 0, changed: 0 })
  },
)
