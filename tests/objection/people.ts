import type { ObjectionFiled, ObjectionInput, ObjectionItem, ObjectionList, ObjectionStatus, WorkObjection } from '@yima/shared/objection/contract'
import { json } from '../family/people.ts'
import type { Device, Office } from '../fixtures/office.ts'
import { hung } from '../notice/people.ts'
import { done, type Asked } from '../process/asked.ts'

/** Up to a notice that hangs: 何文静 visits with a colleague of the village, proposes and posts it. */
export const posted = async (office: Office, claim: Asked): Promise<void> =>
  hung(office, { he: await office.officerDevice('何文静'), liang: await office.officerDevice('梁波') }, claim)

/** The notice of a claim, as its public row names it. */
export async function noticeOf(office: Office, { claimId }: Asked): Promise<string> {
  const { rows } = await office.pool.query<{ id: string }>(
    "SELECT id FROM notice WHERE claim_id = $1 AND kind = 'review' ORDER BY id DESC LIMIT 1", [claimId])
  return rows[0]?.id ?? ''
}

export const anObjection = (of: Partial<ObjectionInput> = {}): ObjectionInput => ({
  wrongs: ['property'], words: '他家去年买了一辆车，停在屋后', photos: [], named: null, lastFour: '4711', ...of,
})

/** Somebody objects from a phone of their own, without a sign-in. */
export async function object(
  office: Office, claim: Asked, of: Partial<ObjectionInput> = {}, device: Device = office.device(), key?: string,
): Promise<ObjectionFiled> {
  const path = `/notices/${await noticeOf(office, claim)}/objections`
  const answer = await device.post(path, anObjection(of), key === undefined ? {} : { key })
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`)
  return (await answer.json()) as ObjectionFiled
}

export const statusOf = (office: Office, { receiptNumber }: ObjectionFiled, lastFour = '4711'): Promise<ObjectionStatus> =>
  json<ObjectionStatus>(office.device().post('/objections/status', { receiptNumber, lastFour }))

/** All that waits for this officer, page by page. */
export async function waitingFor(officer: Device, after?: string): Promise<ObjectionItem[]> {
  const { items, next } = await json<ObjectionList>(officer.get(`/work/objections${after === undefined ? '' : `?after=${after}`}`))
  return next === null ? items : [...items, ...(await waitingFor(officer, next))]
}

/** The one objection to this claim that waits for this officer. */
export async function onlyOne(officer: Device, claim: Asked): Promise<WorkObjection> {
  for (const { id } of await waitingFor(officer)) {
    const whole = await json<WorkObjection>(officer.get(`/work/objections/${id}`))
    if (whole.claim === claim.claimId) return whole
  }
  throw new Error('Nothing of this claim waits here')
}

export const act = (officer: Device, id: string, body: object): Promise<Response> => officer.post(`/work/objections/${id}/acts`, body)
export const admit = (officer: Device, id: string): Promise<void> => done(act(officer, id, { type: 'admit' }))
export const answer = (again: 'visit' | 'verification' | 'notice' | null = null) =>
  ({ type: 'answer', found: again === null ? 'as-shown' : 'differs', again, words: '去看过了，车是邻居的' })
