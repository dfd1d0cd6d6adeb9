import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApp } from '@yima/api/app'
import { openDemoClock, type DemoClock } from '@yima/api/demo/clock'
import { openOffice, type Office } from '../fixtures/office.ts'

let office: Office
let clock: DemoClock
beforeAll(async () => {
  office = await openOffice()
  clock = await openDemoClock(office.deps.db)
})
afterAll(async () => {
  clock.stop()
  await office.close()
})

const write = { 'content-type': 'application/json', 'x-device-key': 'a-device-key-of-a-test' }

it('a day asked for eight times at once by one tap is lived once', async () => {
  const app = createApp({ ...office.deps, clock }, new Map())
  const before = Date.parse(clock.today())
  const tap = () =>
    app.request('/api/demo/time', {
      method: 'POST',
      headers: { ...write, 'idempotency-key': 'one-tap-on-the-next-day' },
      body: JSON.stringify({ days: 1 }),
    })
  const answers = await Promise.all(Array.from({ length: 8 }, tap))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
  const { rows } = await office.pool.query('SELECT days_ahead FROM demo_clock')
  expect(rows[0].days_ahead).toBe(1)
  expect(Date.parse(clock.today()) - before).toBe(86_400_000)
})

it('outside a demonstration its doors do not exist, whatever knocks', async () => {
  const config = { ...office.deps.config, demo: false }
  const app = createApp({ ...office.deps, config }, new Map())
  const none = await app.request('/api/nothing-here')
  const expected = [404, await none.text()]
  for (const path of ['/api/staff/officers', '/api/demo/outbox']) {
    const answer = await app.request(path)
    expect([answer.status, await answer.text()]).toEqual(expected)
  }
  for (const path of ['/api/staff/sessions', '/api/demo/time']) {
    for (const headers of [{}, { ...write, 'idempotency-key': 'knocking-on-a-door' }]) {
      const answer = await app.request(path, { method: 'POST', headers, body: '{}' })
      expect([answer.status, await answer.text()]).toEqual(expected)
    }
  }
})
