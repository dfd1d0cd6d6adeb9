import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import type { AssistView } from '@yima/shared/assist/contract'
import type { FiledHere } from '@yima/shared/window/contract'
import { json } from '../family/people.ts'
import type { IssuedCard } from '@yima/shared/code/contract'
import type { OccasionView, Scanned } from '@yima/shared/window/contract'
import { documentOf, idNumberOf, type Device, type Office } from '../fixtures/office.ts'

/** Somebody's own hand, after all of it was read to them. */
export const witnessed = { method: 'witnessed', read: 'worker', how: 'spoken', witness: '李村长' } as const

/** An old man without a phone, as a worker writes for him. */
export const anOldMan = (office: Office, born: string, more: object = {}) => ({
  words: '我男人上个月脑梗住院，自己掏了三万多，都是借的。女儿在读高二。',
  regionCode: '990101100201',
  photos: [],
  answers: { household: {}, members: [] },
  applicant: { identity: 'id-number', name: '石守田', idNumber: idNumberOf(born) },
  consent: {
    ...{ method: 'witnessed', commitment: 'commitment-1', authorisation: 'authorisation-1' },
    ...{ how: 'spoken', witness: '李村长' },
  },
  read: 'worker',
  writtenAt: office.clock.wall().toISOString(),
  ...more,
})

export const lastFourOf = (born: string): string => idNumberOf(born).slice(-4)

/** Where something is written down, under the phone's own name for it. */
export const writingPath = (id: string = randomUUID()): string => `/work/assists/${id}/applications`

/** Written for him, and the slip in his hand. */
export const written = (worker: Device, body: object): Promise<FiledHere> =>
  json<FiledHere>(worker.post(writingPath(), body))

/** The slip opened on a worker's phone. */
export async function opened(worker: Device, receiptNumber: string, lastFour: string, more: object = {}): Promise<AssistView> {
  const answer = await worker.post('/work/assists', { receiptNumber, lastFour, ...more })
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`)
  return (await answer.json()) as AssistView
}

export const act = (worker: Device, { id }: Pick<AssistView, 'id'>, body: object) => worker.post(`/work/assists/${id}/acts`, body)

async function inkOf(worker: Device): Promise<string> {
  const ink = await sharp({ create: { width: 90, height: 40, channels: 3, background: '#fff' } }).png().toBuffer()
  return (await json<{ id: string }>(worker.postRaw('/files', ink))).id
}

/** Somebody stands by who is not the worker, and signs on the phone that the old man himself is there. */
export async function besideHim(worker: Device): Promise<{ witness: string; signature: string }> {
  return { witness: '李村长', signature: await inkOf(worker) }
}

/** Known by the printed card and its PIN, having given the applications to be seen, for want of a phone. */
export async function knownByCard(office: Office, worker: Device, born: string, more: { gives?: boolean; name?: string } = {}): Promise<OccasionView> {
  const { gives = true, name = '石守田' } = more
  const clerk = await office.officerDevice('何文静')
  const seen = { name, number: documentOf(born), seen: true }
  const card = await json<IssuedCard>(clerk.post('/work/cards', { ...seen, pin: '2580' }))
  const found = await json<Scanned>(worker.post('/work/scans', { text: card.text, purpose: 'progress', pin: '2580' }))
  if (!found.ok) throw new Error(found.refused)
  const { id } = found.occasion
  const scopes = ['applications']
  if (gives) {
    await worker.post(`/work/occasions/${id}/ask`, { scopes })
    return json<OccasionView>(worker.post(`/work/occasions/${id}/agreement`, { scopes, reason: '他没有手机', witness: '李村长' }))
  }
  return found.occasion
}
