import { afterAll, beforeAll, expect, it } from 'vitest'
import { openOffice, type Device, type Office } from '../fixtures/office.ts'

let office: Office
let clerk: Device
beforeAll(async () => {
  office = await openOffice()
  clerk = await office.officerDevice('何文静')
})
afterAll(() => office.close())

it.each([
  '..',
  '%2e%2e',
  '..%2F..%2Fetc%2Fpasswd',
  '..%5C..%5Cwindows',
  '%2e%2e%2f%2e%2e%2f',
  '....//',
  '%00',
  '%',
  '%zz',
  '%c0%ae%c0%ae',
  "1'%20OR%20'1'='1",
  '00000000-0000-0000-0000-00000000000g',
  '%F0%A0%AE%B7',
  '*',
  '~root',
  'x'.repeat(5000),
  '-1',
  '1e999',
  '__proto__',
])('%j in the place of an id is not found, like an id that nobody has', async (id) => {
  for (const path of ['/work/applications/', '/work/files/', '/regions/']) {
    const answer = await clerk.get(`${path}${id}`)
    expect({ path, status: answer.status }).toEqual({ path, status: 404 })
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  }
})

it.each([
  '/api/../etc/passwd',
  '/api//health',
  '/api/health/',
  '/API/health',
  '/api/health%00',
  '/api/%2e%2e/health',
  '/..%2f..%2fetc/passwd',
])('the address %s leads nowhere but to a page or a refusal', async (path) => {
  const answer = await office.app.request(path)
  expect([200, 404]).toContain(answer.status)
  expect(await answer.text()).not.toContain('root:')
})
