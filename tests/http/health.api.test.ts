import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '@yima/api/db/connection'
import { createApp } from '@yima/api/app'
import { startMetrics, serveMetrics } from '@yima/api/metrics'
import { apply, openOffice, type Office } from '../fixtures/office.ts'
import { freePort } from '../fixtures/app.mjs'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const health = async () => {
  const answer = await office.device().get('/health')
  return [answer.status, ((await answer.json()) as { status: string }).status]
}
const asOwner = async (...statements: string[]) => {
  const owner = openDatabase(office.adminUrl, { max: 1 })
  for (const statement of statements) await owner.pool.query(statement)
  await owner.close()
}

it('health is ok where everything can be kept', async () => {
  expect(await health()).toEqual([200, 'ok'])
})

it('health says that a disk is full as long as nothing can be kept, and no longer', async () => {
  // What the database says of itself when no page can be added to a table.
  await asOwner(
    `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$`,
    'CREATE TRIGGER full_disk BEFORE INSERT ON application FOR EACH ROW EXECUTE FUNCTION full_disk()',
  )
  await expect(apply(office.device())).rejects.toThrow('503')
  expect(await health()).toEqual([503, 'disk-full'])
  await asOwner('DROP TRIGGER full_disk ON application')
  await apply(office.device())
  expect(await health()).toEqual([200, 'ok'])
})

it('health says that a database that only repeats another keeps nothing', async () => {
  const name = new URL(office.adminUrl).pathname.slice(1)
  const { pool, close } = openDatabase(office.adminUrl, { max: 1 })
  await pool.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
  const standby = openDatabase(office.url, { max: 1 })
  const app = createApp({ ...office.deps, db: standby.db }, new Map())
  const answer = await app.request('/api/health')
  expect([answer.status, ((await answer.json()) as { status: string }).status]).toEqual([
    503,
    'database-read-only',
  ])
  await standby.close()
  await pool.query('SET default_transaction_read_only = off')
  await pool.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`)
  await close()
})

it('figures say how the process works and nothing of whom it works for', async () => {
  const metrics = startMetrics(office.deps.db)
  const app = createApp({ ...office.deps, metrics }, new Map())
  const receipt = await apply(office.device(app))
  await office.device(app).get(`/me/applications/${receipt.id}`)
  await app.request('/api/nothing/周素芬')
  const port = await freePort()
  const server = await serveMetrics(metrics, port)
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  expect(text).toContain('yima_request_seconds_count{method="POST",route="/api/applications",status="201"} 1')
  expect(text).toContain(
    'yima_request_seconds_count{method="GET",route="/api/me/applications/:id",status="401"} 1',
  )
  expect(text).toContain('yima_request_seconds_count{method="GET",route="/api/*",status="404"} 1')
  expect(text).toMatch(/yima_messages\{state="waiting"\} [1-9]/)
  expect(text).toMatch(/yima_jobs_waiting\{queue="deliver-message"\} \d/)
  expect(text).toContain('yima_database_connections{state="busy"}')
  expect(text).toContain('nodejs_eventloop_lag_seconds')
  expect(text).not.toContain(receipt.id)
  expect(text).not.toMatch(/周素芬|complaint/)
  for (const path of ['/', '/api/health'])
    expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(404)
  await server.close()
})
