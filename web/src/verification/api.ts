import type { ContestAnswer, Handling } from '@yima/shared/verification/contest'
import type { OwnVerification, WorkVerification } from '@yima/shared/verification/contract'
import { handOver, type Handed } from '../app/hand-over.ts'
import { http } from '../app/http.ts'

const desk = (id: string): string => `/work/applications/${id}/verification`
export const deskPath = (id: string, what: 'giving-up' | 'letters' | 'handlings'): string => `${desk(id)}/${what}`
export const recordPath = (id: string, claim: string): string => `/work/applications/${id}/claims/${claim}/process`
export const ownPath = (id: string): string => `/me/applications/${id}/verification`

/** Every call is a look that the person can read about. */
export const getCheck = (id: string): Promise<WorkVerification> => http.get(desk(id))
export const getOwnCheck = (id: string): Promise<OwnVerification> => http.get(ownPath(id))

const act = (id: string, kind: string, path: string, body: object): Promise<Handed> =>
  handOver({ kind, path, body, line: `${desk(id)}`, side: 'officer' })

export const startCheck = (id: string): Promise<Handed> => act(id, 'verification', desk(id), {})
export const giveUp = (id: string, query: string, reason: string): Promise<Handed> =>
  act(id, 'query-end', deskPath(id, 'giving-up'), { query, reason })
export type Letter = { query: string; asOf: string; paper: string; answer: Record<string, unknown> }
/** Under which name the photos of a letter are kept while it is copied off. */
export const photosOf = (form: string): string => `${form}-photos`

/** The paper goes along as pictures, where somebody took some. */
export async function sendLetter(id: string, letter: Letter, photos: readonly File[]): Promise<Handed> {
  const path = deskPath(id, 'letters')
  if (photos.length === 0) return act(id, 'letter', path, letter)
  const [{ answerOf }, { shrink }] = await Promise.all([import('../app/outbox.ts'), import('../application/shrink.ts')])
  const pictures = await Promise.all(
    photos.map(async (photo) => ({ id: crypto.randomUUID(), kind: 'file', path: '/files', body: null, blob: await shrink(photo) })),
  )
  const body = { ...letter, pictures: pictures.map((picture) => answerOf(picture.id, 'id')) }
  return handOver({ kind: 'letter', path, body, pictures, line: desk(id), side: 'officer' })
}
export const handleItem = (id: string, item: string, how: Handling, reason: string): Promise<Handed> =>
  act(id, 'handling', deskPath(id, 'handlings'), { item, how, reason })

/** The law under which means are checked: it stands with the record. */
const basis = '社会救助暂行办法第五十八条'
export const renewCheck = (
  id: string, claim: string, body: { found: string; reason: string; report: string },
): Promise<Handed> => handOver({ kind: 'record', path: recordPath(id, claim), body: { type: 'renew', basis, ...body }, side: 'officer' })
export const recordCheck = (
  id: string, claim: string, body: { found: string; reason: string; report: string },
): Promise<Handed> =>
  handOver({
    kind: 'record',
    path: recordPath(id, claim),
    body: { type: 'record', step: 'verification', companions: [], basis, ...body },
    side: 'officer',
  })

export type OwnWord = { item: string; answer: ContestAnswer; words: string; pictures: unknown[] }
