import { afterAll, beforeAll, expect, it } from 'vitest'
import { askSideBySide } from '@yima/api/db/side-by-side'
import { openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

it('what people ask at the same moment goes over one connection', async () => {
  const pids = await Promise.all(
    Array.from({ length: 12 }, () =>
      askSideBySide<{ pid: number }>(office.pool, { text: 'SELECT pg_backend_pid() AS pid' }),
    ),
  )
  expect(new Set(pids.map(([row]) => row?.pid)).size).toBe(1)
})

it('one whose question fails takes nobody along, and nobody else is counted twice', async () => {
  const count = (by: number) =>
    askSideBySide<{ wrong: number }>(office.pool, {
      text: `INSERT INTO receipt_try (network, hour, wrong) VALUES ('somebody', '2026-03-02T01:00:00Z', 1 / $1::int)
             ON CONFLICT (network, hour) DO UPDATE SET wrong = receipt_try.wrong + 1 RETURNING wrong`,
      values: [by],
    })
  const answers = await Promise.allSettled([count(0), count(1), count(1)])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(await count(1)).toEqual([{ wrong: 3 }])
})
