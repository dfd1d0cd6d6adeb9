import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Submitted } from '@yima/shared/application/contract'
import { anApplication, days, documentOf, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const codeOf = async (answer: Response) =>
  ((await answer.json()) as { type: string }).type.replace('urn:yima:problem:', '')
const applications = async () =>
  (await office.pool.query('SELECT count(*)::int AS n FROM application')).rows[0].n as number
const applying = (device: Device, key: string, words = '家里没有收入，揭不开锅') =>
  device.post('/applications', anApplication({ words }), { key })
/** Connections that are open already: otherwise the first asker is through before the others arrive. */
const warm = () => Promise.all(Array.from({ length: 8 }, () => office.pool.query('SELECT pg_sleep(0.05)')))

describe('a write that arrives again', () => {
  it('is answered by the same bytes, also weeks later', async () => {
    const device = office.device()
    const key = randomUUID()
    const first = await applying(device, key)
    const before = await first.text()
    const again = await applying(device, key)
    expect([again.status, await again.text()]).toEqual([201, before])
    office.clock.goOn(days(40))
    expect(await (await applying(device, key)).text()).toBe(before)
  })

  it('is one write, however many times it arrives at the same moment', async () => {
    await warm()
    const device = office.device()
    const key = randomUUID()
    const before = await applications()
    const answers = await Promise.all(Array.from({ length: 6 }, () => applying(device, key)))
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(201))
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1)
    expect(await applications()).toBe(before + 1)
  })

  it('with a wrong code is one wrong try, so that a bad network does not use up the five', async () => {
    const device = office.device()
    const phone = '19900000081'
    await device.post('/phone-codes', { phone })
    const right =
      /\d{6}/.exec((await office.messages()).find((sms) => sms.to === phone)?.body ?? '')?.[0] ?? ''
    const code = right === '000000' ? '000001' : '000000'
    const key = randomUUID()
    for (let at = 0; at < 7; at += 1) {
      const answer = await device.post('/phone-codes/confirm', { phone, code }, { key })
      expect(answer.status).toBe(422)
      expect(await answer.json()).toMatchObject({ errors: [{ field: 'code', code: 'code-wrong' }] })
    }
    expect((await device.post('/phone-codes/confirm', { phone, code: right })).status).toBe(200)
  })

  it('with its ids in capitals is the same write', async () => {
    const device = office.device()
    const applicant = await office.confirmedApplicant(device, '19900000082')
    const { id } = (await (
      await device.post('/applications', anApplication({ applicant }))
    ).json()) as Submitted
    expect((await device.get(`/me/applications/${id.toUpperCase()}`)).status).toBe(200)
    const key = randomUUID()
    for (const one of [id, id.toUpperCase()])
      expect((await device.post(`/me/applications/${one}/withdrawal`, {}, { key })).status).toBe(200)
    const { rows } = await office.pool.query(`SELECT type FROM event WHERE stream = $1`, [id])
    expect(rows.filter(({ type }) => type === 'application-withdrawn')).toHaveLength(1)
  })
})

describe('a key that was used before', () => {
  it('with another form is refused, and the first form stands', async () => {
    const device = office.device()
    const key = randomUUID()
    await applying(device, key)
    const before = await applications()
    const other = await applying(device, key, '房子漏雨，墙裂了')
    expect([other.status, await codeOf(other)]).toEqual([422, 'key-reused'])
    expect(await applications()).toBe(before)
  })

  it('by another phone is refused without a word of what was sent with it', async () => {
    const key = randomUUID()
    const { receiptNumber, id } = (await (await applying(office.device(), key)).json()) as Submitted
    const stranger = await applying(office.device(), key)
    expect(stranger.status).toBe(409)
    const said = await stranger.text()
    expect(said).toContain('key-of-another')
    expect(said).not.toMatch(new RegExp(`${receiptNumber}|${id}|claims|office`))
  })

  it('on another route is a key of that route', async () => {
    const device = office.device()
    const key = randomUUID()
    await applying(device, key)
    expect((await device.post('/phone-codes', { phone: '19900000083' }, { key })).status).toBe(202)
  })

  it('at the same moment by two phones belongs to one of them, and the other is told so', async () => {
    for (let round = 0; round < 4; round += 1) {
      await warm()
      const key = randomUUID()
      const before = await applications()
      const answers = await Promise.all([applying(office.device(), key), applying(office.device(), key)])
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
      expect(await applications()).toBe(before + 1)
    }
  })

  it('at the same moment for two forms is the key of one of them', async () => {
    for (let round = 0; round < 4; round += 1) {
      await warm()
      const device = office.device()
      const key = randomUUID()
      const answers = await Promise.all([applying(device, key), applying(device, key, '房子漏雨，墙裂了')])
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422])
    }
  })

  it('for a form that was refused is free again: the corrected form is the write', async () => {
    const device = office.device()
    const key = randomUUID()
    expect((await applying(device, key, '难')).status).toBe(422)
    expect((await applying(device, key)).status).toBe(201)
  })

  it.each([
    '',
    'short',
    'k'.repeat(65),
    '键'.repeat(20),
    'with spaces in between',
    "'; DROP TABLE idempotency",
  ])('and is none (%j) is asked for', async (key) => {
    const headers = /^[\x20-\x7e]*$/.test(key)
      ? { 'idempotency-key': key }
      : { 'idempotency-key': encodeURIComponent(key) }
    const answer = await office.device().post('/applications', anApplication(), { headers })
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'key-missing'])
  })
})

describe('on a phone that several people share', () => {
  const key = randomUUID()

  it('the next officer is not answered in the place of the one before', async () => {
    const device = office.device()
    const signIn = async (name: string) => {
      const { rows } = await office.pool.query<{ id: string }>('SELECT id FROM officer WHERE name = $1', [
        name,
      ])
      expect((await device.post('/staff/sessions', { officerId: rows[0]?.id })).status).toBe(201)
    }
    const card = { name: '何桂花', number: documentOf('1941-05-05'), seen: true, pin: null }
    await signIn('何文静')
    const first = await device.post('/work/cards', card, { key })
    expect(first.status).toBe(201)
    await signIn('刘小勤')
    const other = await device.post('/work/cards', card, { key })
    expect([other.status, await codeOf(other)]).toEqual([409, 'key-of-another'])
    // Whoever wrote it is answered also after signing in anew.
    await signIn('何文静')
    expect(await (await device.post('/work/cards', card, { key })).json()).toEqual(await first.json())
  })

  it('the next resident is not answered in the place of the one before', async () => {
    const device = office.device()
    const signIn = async (phone: string, born: string) => {
      const phoneProof = await office.confirmPhone(device, phone)
      const who = { identity: 'id-number', idNumber: idNumberOf(born) }
      expect((await device.post('/sessions', { phone, phoneProof, who })).status).toBe(201)
    }
    await signIn('19900000091', '1950-01-01')
    const first = await device.post('/me/codes', {}, { key })
    expect(first.status).toBe(201)
    await signIn('19900000092', '1951-01-01')
    const other = await device.post('/me/codes', {}, { key })
    expect([other.status, await codeOf(other)]).toEqual([409, 'key-of-another'])
    office.clock.goOn(120_000)
    await signIn('19900000091', '1950-01-01')
    expect((await device.post('/me/codes', {}, { key })).status).toBe(201)
  })
})
