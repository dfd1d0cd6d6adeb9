import type * as v from 'valibot'
import type {
  adultAdded,
  AdultListed,
  ConsentAct,
  ConsentAnswer,
  ConsentAsked,
  ConsentLink,
  ConsentsOfApplication,
  OwnAnswer,
} from '@yima/shared/consent/contract'
import { handOver, type Handed } from '../app/hand-over.ts'
import { http } from '../app/http.ts'

/** What a link asks to sign. */
export const lookAtConsent = (token: string): Promise<ConsentAsked> => http.post('/consents/look', { token })

export type Proof = { lastFour?: string; idNumber?: string }
type Answered = { state: ConsentAsked['state'] }
/**
 * Waits without a network like every word somebody gives. Whoever says their own number needs no sign-in: a husband who
 * never had one could not sign.
 */
export const answerByLink = (token: string, proof: Proof, said: ConsentAnswer): Promise<Handed<Answered>> =>
  handOver({
    kind: 'consent-answer',
    path: '/consents/answer',
    body: { token, ...proof, said },
    side: Object.keys(proof).length > 0 ? 'none' : 'resident',
  })
export const answerOwn = (id: string, said: OwnAnswer): Promise<Handed<Answered>> =>
  handOver({ kind: 'consent-answer', path: `/me/consents/${id}/answer`, body: { said }, line: `/me/consents/${id}/` })

/** Who of the family has signed. */
export const readOwnFamily = (id: string): Promise<ConsentsOfApplication> => http.get(`/me/applications/${id}/consents`)
export const addAdult = (id: string, body: v.InferInput<typeof adultAdded>): Promise<ConsentLink> =>
  http.post(`/me/applications/${id}/consents`, body)
export const linkFor = (id: string): Promise<ConsentLink> => http.post(`/me/consents/${id}/link`, {})

const desk = (id: string): string => `/work/applications/${id}/consents`
export const readAtDesk = (id: string): Promise<ConsentsOfApplication> => http.get(desk(id))
/** At the door without a network it lies in the outbox, signature and all. */
export const listAtDesk = (id: string, body: AdultListed): Promise<Handed<ConsentsOfApplication>> =>
  handOver({ kind: 'consent-listed', path: desk(id), body, side: 'officer', line: desk(id) })
export const actAtDesk = (id: string, consent: string, act: ConsentAct): Promise<Handed<ConsentsOfApplication>> =>
  handOver({ kind: 'consent-act', path: `${desk(id)}/${consent}/acts`, body: act, side: 'officer', line: desk(id) })
export const linkAtDesk = (id: string, consent: string): Promise<ConsentLink> =>
  http.post(`/work/applications/${id}/consents/${consent}/link`, {})
