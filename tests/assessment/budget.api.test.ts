import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApp } from '@yima/api/app'
import { openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

/** The api of a real county: its budgets are not those of a demonstration. */
const county = () =>
  createApp(
    { ...office.deps, config: { ...office.deps.config, demo: false, withoutBudgets: false } },
    new Map(),
  )
const members = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `m${at}` }))

it('thirty members a time keep nobody else from an answer: a few such questions are enough for a minute', async () => {
  const caller = office.device(county())
  const statuses = []
  for (let at = 0; at < 4; at += 1)
    statuses.push((await caller.post('/assessments', { household: {}, members: members(30) })).status)
  expect(statuses).toEqual([200, 200, 200, 429])
})

it('a family asks as often as it likes', async () => {
  const caller = office.device(county())
  for (let at = 0; at < 20; at += 1)
    expect((await caller.post('/assessments', { household: {}, members: members(5) })).status).toBe(200)
})
