import { afterAll, beforeAll, expect, it } from 'vitest'
import { anApplication, apply, days, idNumberOf, openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const smsTo = async (phone: string) => (await office.messages()).filter((sms) => sms.to === phone)

it('a phone that was never seen gets one code, however many ask for it at the same moment', async () => {
  const phone = '19900000061'
  // Connections that are open already: otherwise the first asker is through before the others arrive.
  await Promise.all(Array.from({ length: 8 }, () => office.pool.query('SELECT pg_sleep(0.05)')))
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => office.device().post('/phone-codes', { phone })),
  )
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(1)
  expect(await smsTo(phone)).toHaveLength(1)
})

it('what is kept of a confirmed code does not open anything: not in the answers kept for repeating', async () => {
  const device = office.device()
  const phone = '19900000062'
  const phoneProof = await office.confirmPhone(device, phone)
  const { rows } = await office.pool.query('SELECT answer::text AS answer FROM idempotency')
  expect(rows.some(({ answer }) => answer.includes(phoneProof))).toBe(false)
})

it('a confirmation whose answer was lost is repeated with the same proof, and the proof works', async () => {
  const device = office.device()
  const phone = '19900000063'
  await device.post('/phone-codes', { phone })
  const code = /\d{6}/.exec((await smsTo(phone))[0]?.body ?? '')?.[0]
  const confirm = async () =>
    (await (await device.post('/phone-codes/confirm', { phone, code }, { key: 'confirmed-but-lost' })).json()) as {
      phoneProof: string
    }
  const [first, second] = [await confirm(), await confirm()]
  expect(second).toEqual(first)
  const who = { identity: 'id-number', idNumber: idNumberOf('1974-03-12') }
  const answer = await device.post('/sessions', { phone, phoneProof: second.phoneProof, who })
  expect(answer.status).toBe(201)
})

it('a number that nobody confirmed is not drowned in messages by applications in its name', async () => {
  const phone = '19900000064'
  const applicant = { identity: 'id-number', name: '周素芬', idNumber: idNumberOf('1974-03-12'), phone } as const
  for (let at = 0; at < 6; at += 1) await apply(office.device(), anApplication({ applicant }))
  expect(await smsTo(phone)).toHaveLength(3)
  office.clock.goOn(days(1))
  await apply(office.device(), anApplication({ applicant }))
  expect(await smsTo(phone)).toHaveLength(4)
})

it('of a code asked for days ago nothing is kept, and of one asked for today what counts', async () => {
  const phone = '19900000065'
  await office.device().post('/phone-codes', { phone })
  const kept = async () => (await office.pool.query('SELECT 1 FROM phone_code')).rowCount
  await office.watch()
  expect(await kept()).toBeGreaterThan(0)
  office.clock.goOn(days(3))
  await office.watch()
  expect(await kept()).toBe(0)
})
