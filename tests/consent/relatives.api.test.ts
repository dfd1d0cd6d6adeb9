import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WorkApplication, WorkList } from '@yima/shared/work/contract'
import { json } from '../family/people.ts'
import { documentOf, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { acceptUnsigned, asked } from '../process/asked.ts'
import { addAt } from './people.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const listOf = async (device: Device): Promise<string[]> =>
  (await json<WorkList>(device.get('/work/items'))).items.map(({ id }) => id)
const request = (device: Device, id: string) => json<WorkApplication>(device.get(`/work/applications/${id}`))
const actsOn = async (device: Device, id: string): Promise<string[]> => {
  const { allowed, claims } = await request(device, id)
  const given = claims.flatMap((claim) => claim.process?.acts ?? []).filter(({ refused }) => refused === null)
  return [...allowed, ...claims.flatMap((claim) => claim.allowed), ...given.map(({ type }) => type)]
}
async function listsAdult(desk: Device, id: string, born: string): Promise<void> {
  const added = await addAt(desk, id, { name: '秦守业', idNumber: idNumberOf(born) })
  if (added.status !== 200 && added.status !== 201) throw new Error(await added.text())
}
async function declares(desk: Device, born: string): Promise<void> {
  const said = await desk.post('/work/relatives', { name: '父亲', number: documentOf(born), kinship: 'parent' })
  if (!said.ok) throw new Error(await said.text())
}

it('an officer handles no request of a household in which a relative lives, from the day that relative is listed', async () => {
  const [he, xiaoqin] = [await office.officerDevice('何文静'), await office.officerDevice('刘小勤')]
  const claim = await asked(office, '1966-06-01')
  await declares(xiaoqin, '1948-08-08')
  await acceptUnsigned(he, claim)
  expect(await listOf(xiaoqin)).toContain(claim.id)
  expect(await actsOn(xiaoqin, claim.id)).not.toEqual([])

  await listsAdult(he, claim.id, '1948-08-08')
  expect(await listOf(xiaoqin)).not.toContain(claim.id)
  expect((await xiaoqin.get(`/work/applications/${claim.id}`)).status).toBe(404)
  // Nor do her colleagues: the county does.
  const zhou = await office.officerDevice('周立新')
  expect(await listOf(he)).not.toContain(claim.id)
  await office.watch()
  const colleagues = (await request(zhou, claim.id)).claims.find(({ id }) => id === claim.claimId)?.process?.colleagues
  expect(colleagues?.map(({ name }) => name)).toContain('冯雪')
  for (const name of ['刘小勤', '何文静']) expect(colleagues?.map((one) => one.name)).not.toContain(name)
  expect(await listOf(zhou)).toContain(claim.id)
})

it('such a request goes up to the county where it was the only clerk', async () => {
  const [tang, zhou] = [await office.officerDevice('唐敏'), await office.officerDevice('周立新')]
  const claim = await asked(office, '1966-06-02', '990101101200')
  await acceptUnsigned(tang, claim)
  await listsAdult(tang, claim.id, '1949-09-09')
  expect(await listOf(zhou)).not.toContain(claim.id)
  await declares(tang, '1949-09-09')
  expect(await listOf(tang)).not.toContain(claim.id)
  expect(await listOf(zhou)).toContain(claim.id)
})
