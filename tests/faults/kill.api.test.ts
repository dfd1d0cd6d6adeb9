import { rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startEmbedded, type EmbeddedDatabase } from '@yima/api/db/embedded'
import { build } from '../../api/boot/build.mjs'
import { makeDataFolder, startApp, type RunningApp } from '../fixtures/app.mjs'
import { runs } from '../fixtures/runs.ts'
import { applicationsIn, balance } from './account.ts'
import { startPhones, untilHealth } from './phones.ts'
import { clusterOf, killServer } from './processes.ts'
import { balanceVisits, startVisitors } from './visitors.ts'

const nothingWrong = { lost: 0, twice: 0, torn: 0, unseen: 0, changed: 0 }

let dataDir: string
let app: RunningApp
let database: EmbeddedDatabase

beforeAll(async () => {
  await build()
  dataDir = makeDataFolder()
  app = await startApp({ dataDir })
  database = await startEmbedded({ dataDir })
}, 300_000)
afterAll(async () => {
  await app.kill()
  await database.leave()
  rmSync(dataDir, { recursive: true, force: true })
})

async function restart(): Promise<void> {
  await app.kill('SIGKILL')
  app = await startApp({ dataDir, port: Number(new URL(app.url).port) })
}

it('who holds a receipt, and what was seen at a home, is in the office once, however often app and database are killed', async () => {
  const before = await applicationsIn(database.url)
  const visitors = await startVisitors(2, () => app.url)
  const phones = startPhones(8, () => app.url)
  for (let round = 0; round < Math.min(60, runs(2)); round += 1) {
    await pause(200 + Math.random() * 800)
    await restart()
    await pause(200 + Math.random() * 800)
    killServer(clusterOf(dataDir))
    await untilHealth(app.url, 'ok')
  }
  await pause(300)
  await phones.finish()
  await visitors.finish()
  const account = await balance(phones.told, app.url, database.url, before)
  process.stdout.write(`kill -9 of app and database: ${JSON.stringify(account)}\n`)
  const visits = await balanceVisits(visitors, app.url, database.url)
  process.stdout.write(`visits through kill -9 of app and database: ${JSON.stringify(visits)}\n`)
  expect([...phones.wrong, ...visitors.wrong]).toEqual([])
  expect(visits.acknowledged).toBeGreaterThan(0)
  expect(visits).toMatchObject({ lost: 0, twice: 0, torn: 0 })
  expect(account.acknowledged).toBeGreaterThan(0)
  expect(account).toMatchObject(nothingWrong)
})
