import { afterAll, beforeAll, expect, it } from 'vitest'
import { acceptUnsigned, asked, own, seen } from '../process/asked.ts'
import { days, openOffice, type Device, type Office } from '../fixtures/office.ts'

let office: Office
let he: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
})
afterAll(() => office.close())

it('a clock set back behind a signed day decides nothing, says that it cannot be done now, and once it is right all goes on', async () => {
  const claim = await asked(office, '1954-04-04')
  office.clock.goOn(days(1))
  await office.watch()
  office.clock.goOn(-days(1))
  const refused = await acceptUnsigned(he, claim)
  expect([refused.status, await refused.json()]).toMatchObject([503, { type: 'urn:yima:problem:unavailable' }])
  // Not even a look: whoever looks is seen, and that could not be written down.
  expect((await claim.phone.get(`/me/applications/${claim.id}`)).status).toBe(503)
  office.clock.goOn(days(1))
  expect((await own(claim)).state).toBe('proposed')
  expect((await acceptUnsigned(he, claim)).status).toBe(200)
  expect((await seen(he, claim)).state).toBe('signing')
})
