import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VisitOrders } from '@yima/shared/visit/contract'
import type { WorkApplication, WorkList } from '@yima/shared/work/contract'
import { anApplication, apply, documentOf, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'

let office: Office
let he: Device
let zhou: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  zhou = await office.officerDevice('周立新')
})
afterAll(() => office.close())

let phones = 0
/** Somebody of 梅林村 applies; who that is follows from the birth date. */
async function applied(born: string) {
  const device = office.device()
  const applicant = await office.confirmedApplicant(device, `1990000${String(2600 + (phones += 1))}`, '周素芬', born)
  return apply(device, anApplication({ applicant }))
}
const idsOn = async (device: Device): Promise<string[]> =>
  ((await (await device.get('/work/items')).json()) as WorkList).items.map(({ id }) => id)

describe('what a relative of a township’s clerk asks for', () => {
  it('is handled one level higher: no colleague of the same township has it any more, and the county accepts and visits', async () => {
    const { id, claims } = await applied('1974-03-12')
    expect(await idsOn(zhou)).not.toContain(id)
    expect((await he.post('/work/relatives', { name: '表哥', number: documentOf('1974-03-12'), kinship: 'other' })).status).toBe(200)
    const [liu, tan] = [await office.officerDevice('刘小勤'), await office.officerDevice('谭志远')]
    const path = `/work/applications/${id}/claims/${claims[0]?.id}/acceptance`
    for (const colleague of [liu, tan]) {
      expect(await idsOn(colleague)).not.toContain(id)
      expect((await colleague.get(`/work/applications/${id}`)).status).toBe(404)
      expect((await colleague.post(path, {})).status).toBe(404)
    }
    expect((await zhou.post(path, {})).status).toBe(200)
    const orders = async (device: Device): Promise<string[]> =>
      ((await (await device.get('/work/visits')).json()) as VisitOrders).orders.map((order) => order.id)
    expect(await orders(zhou)).toContain(id)
    expect(await orders(liu)).not.toContain(id)
    const { claims: seen } = (await (await zhou.get(`/work/applications/${id}`)).json()) as WorkApplication
    const steps = seen.find((claim) => claim.id === claims[0]?.id)?.process?.steps ?? []
    expect(steps.map(({ raised }) => raised)).toContainEqual({ to: 'county', why: 'nobody' })
    expect(steps.flatMap(({ who }) => who.map(({ name }) => name))).not.toContain('刘小勤')
  })

  it('is known by the telephone and by the home that were declared, where the number says nothing', async () => {
    const tang = await office.officerDevice('唐敏')
    const place = '990101101200'
    const home = { regionCode: place, address: '三组 12号' }
    const said = { name: '二舅', number: documentOf('1955-05-15'), kinship: 'other', phone: '19900002699', home }
    expect((await tang.post('/work/relatives', said)).status).toBe(200)
    const of = (born: string, more: object) =>
      apply(office.device(), anApplication({ regionCode: place, applicant: { identity: 'id-number', name: '周素芬', idNumber: idNumberOf(born), phone: '19900002698' }, ...more }))
    const byPhone = await of('1977-01-01', { applicant: { identity: 'id-number', name: '周二', idNumber: idNumberOf('1977-01-01'), phone: '19900002699' } })
    const byHome = await of('1977-02-02', { address: '三组12号。' })
    const elsewhere = await of('1977-03-03', { address: '三组13号' })
    const [hers, county] = [await idsOn(tang), await idsOn(zhou)]
    for (const { id } of [byPhone, byHome]) expect([hers.includes(id), county.includes(id)]).toEqual([false, true])
    expect(hers).toContain(elsewhere.id)
    const { rows } = await office.pool.query<{ row: string }>('SELECT t::text AS row FROM relative t')
    for (const { row } of rows) expect(row).not.toMatch(/19900002699|三组/)
  })

  it('of somebody who only helps in a village stays with the township', async () => {
    const luo = await office.officerDevice('罗永福')
    const { id } = await applied('1969-09-19')
    expect((await luo.post('/work/relatives', { name: '表哥', number: documentOf('1969-09-19'), kinship: 'other' })).status).toBe(200)
    expect(await idsOn(await office.officerDevice('刘小勤'))).toContain(id)
  })
})
