import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

describe('a cookie', () => {
  it('belongs to this host alone, travels over https alone and is readable by no script', async () => {
    const [row] = (await office.pool.query<{ id: string }>(`SELECT id FROM officer WHERE name = '何文静'`))
      .rows
    const phone = '19900000088'
    const asOfficer = await office.device().post('/staff/sessions', { officerId: row?.id })
    const who = { identity: 'no-id-number', chosenFour: '1234' }
    const phoneProof = await office.confirmPhone(office.device(), phone)
    const resident = office.device()
    const asResident = await resident.post('/sessions', { phone, phoneProof, who })
    for (const answer of [asOfficer, asResident, await resident.delete('/sessions/current')]) {
      const [cookie = ''] = answer.headers.getSetCookie()
      expect(cookie).toMatch(/^__Host-yima(-staff)?=/)
      expect(cookie).not.toMatch(/domain=/i)
      for (const part of ['Path=/', 'Secure']) expect(cookie.split('; ')).toContain(part)
      if (answer.status === 201)
        for (const part of ['HttpOnly', 'SameSite=Lax']) expect(cookie.split('; ')).toContain(part)
    }
  })
})

it('the messages of a demonstration are shown under its own name only', async () => {
  const read = async (host: string) =>
    (await office.app.request('/api/demo/outbox', { headers: { host } })).status
  expect([await read('evil.example'), await read('evil.example:8787')]).toEqual([404, 404])
  expect([await read('localhost:5173'), await read('127.0.0.1:8787')]).toEqual([200, 200])
})

it('one’s own data are read by our pages, and not by typing their address on a phone that was left lying', async () => {
  const phone = '19900000089'
  const resident = office.device()
  const phoneProof = await office.confirmPhone(resident, phone)
  await resident.post('/sessions', { phone, phoneProof, who: { identity: 'no-id-number', chosenFour: '1234' } })
  const read = async (mode: string) => {
    const headers = { cookie: resident.cookies(), 'sec-fetch-mode': mode }
    return (await office.app.request('/api/me/family', { headers })).status
  }
  expect([await read('cors'), await read('navigate')]).toEqual([200, 403])
})
