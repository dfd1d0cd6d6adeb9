import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApp } from '@yima/api/app'
import type { Deps } from '@yima/api/http/context'
import { watchDeadlines } from '@yima/api/jobs'
import { anApplication, apply, minutes, openOffice, type Office } from '../fixtures/office.ts'

let office: Office
let deps: Deps
let app: Office['app']
beforeAll(async () => {
  office = await openOffice()
  // In earnest: whoever tries out a demonstration may be quick.
  deps = { ...office.deps, config: { ...office.deps.config, demo: false } }
  app = createApp(deps, new Map())
})
afterAll(() => office.close())

const inDanger = (phone: string, phoneProof?: string) => {
  const own = anApplication({ words: '家里没米下锅了，孩子两天没吃饭' })
  return {
    ...own,
    applicant: { ...own.applicant, phone, ...(phoneProof ? { phoneProof } : {}) },
  } as typeof own
}
const rings = async () => (await office.messages()).filter(({ body }) => body.includes('/work')).length

it('ten strangers in danger ring the duty officer three times, and all ten stand on the desk and are passed on', async () => {
  const received = []
  for (let at = 0; at < 10; at += 1)
    received.push(await apply(office.device(app), inDanger(`1990000020${at}`)))
  expect(received.map(({ duty }) => duty?.rang)).toEqual([
    true,
    true,
    true,
    ...Array.from({ length: 7 }, () => false),
  ])
  expect(await rings()).toBe(3)

  const clerk = await office.officerDevice('何文静')
  const { items } = (await (await clerk.get('/work/items')).json()) as {
    items: { id: string; urgent: boolean }[]
  }
  const urgent = items.filter((item) => item.urgent).map(({ id }) => id)
  expect(received.every(({ id }) => urgent.includes(id))).toBe(true)
  expect(items.slice(0, 10).every((item) => item.urgent)).toBe(true)

  // Somebody who confirmed a phone is heard at once, however many others are calling.
  const proof = await office.confirmPhone(office.device(), '19900000300')
  expect((await apply(office.device(app), inDanger('19900000300', proof))).duty?.rang).toBe(true)
  expect(await rings()).toBe(4)

  // Nobody taps: every one of them goes to the county, which is rung three times for strangers too.
  office.clock.goOn(minutes(15))
  await watchDeadlines(deps)
  const passed = await office.pool.query<{ count: string }>('SELECT count(*) FROM call WHERE step = 2')
  expect(passed.rows[0]?.count).toBe('11')
  expect(await rings()).toBe(4 + 3 + 1)

  // The quarter of an hour is over: the township's phone rings again.
  expect((await apply(office.device(app), inDanger('19900000301'))).duty?.rang).toBe(true)
})
