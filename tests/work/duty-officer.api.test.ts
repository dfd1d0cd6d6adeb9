import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WorkList } from '@yima/shared/work/contract'
import { anApplication, apply, openOffice, type Device, type Office } from '../fixtures/office.ts'

let office: Office
let wu: Device
beforeAll(async () => {
  office = await openOffice()
  wu = await office.officerDevice('伍晚晴')
})
afterAll(() => office.close())

const listed = async (): Promise<WorkList['items']> =>
  ((await (await wu.get('/work/items')).json()) as WorkList).items

it('somebody who only answers calls finds the requests for which the office was called, and no other', async () => {
  const quiet = await apply(office.device(), anApplication({ regionCode: '990101100201' }))
  expect(await listed()).toEqual([])
  expect((await wu.get(`/work/applications/${quiet.id}`)).status).toBe(404)

  const urgent = await apply(
    office.device(),
    anApplication({ regionCode: '990101100201', words: '家里没米下锅了，孩子两天没吃东西。' }),
  )
  expect((await listed()).map(({ id }) => id)).toEqual([urgent.id])
  const seen = (await (await wu.get(`/work/applications/${urgent.id}`)).json()) as {
    claims: { id: string }[]
  }
  const accept = `/work/applications/${urgent.id}/claims/${seen.claims[0]?.id ?? urgent.id}/acceptance`
  expect([403, 404]).toContain((await wu.post(accept, {})).status)
  expect((await wu.post(`/work/applications/${urgent.id}/acknowledgement`, {})).status).toBe(200)
  expect((await listed())[0]?.alert?.acknowledgedBy).toBe('伍晚晴')
})
