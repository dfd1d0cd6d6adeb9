import type { FirstVisit, FirstVisitInput, FirstVisitKept, OutreachFiled, OutreachInput, OutreachStatus } from '@yima/shared/outreach/contract'
import { json } from '../family/people.ts'
import type { Device, Office } from '../fixtures/office.ts'

/** 梅林村, whose worker is 罗永福. */
export const meilin = '990101100201'

export const seen = (of: Partial<OutreachInput> = {}): OutreachInput => ({
  words: '她七十多了一个人过，腿脚不好，没有低保', regionCode: meilin, name: '李桂英', whereToFind: '3组老学校后面', photos: [],
  finder: { as: 'neighbour', phone: null }, ...of,
})

/** Somebody points somebody out from a phone of their own, without a sign-in. */
export async function pointOut(office: Office, of: Partial<OutreachInput> = {}, device: Device = office.device(), key?: string): Promise<OutreachFiled> {
  const answer = await device.post('/outreach', seen(of), key === undefined ? {} : { key })
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`)
  return (await answer.json()) as OutreachFiled
}

export const statusOf = (office: Office, { receiptNumber }: OutreachFiled): Promise<OutreachStatus> =>
  json<OutreachStatus>(office.device().post('/outreach/status', { receiptNumber }))

export const firstVisitOf = (worker: Device, id: string): Promise<FirstVisit> => json<FirstVisit>(worker.get(`/work/outreach/${id}`))
export const record = (worker: Device, id: string, act: FirstVisitInput): Promise<Response> => worker.post(`/work/outreach/${id}/visits`, act)

export async function recorded(worker: Device, id: string, act: FirstVisitInput): Promise<FirstVisitKept> {
  const answer = await record(worker, id, act)
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
  return (await answer.json()) as FirstVisitKept
}
