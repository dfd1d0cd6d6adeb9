import type { DecisionAnswer, DecisionPreview, DeskDecision } from '@yima/shared/decision/contract'
import type { ChooseFact, RecordFacts, WorkFacts } from '@yima/shared/fact/contract'
import { handOver, type Handed } from '../app/hand-over.ts'
import { http } from '../app/http.ts'

const claimAt = (id: string, claim: string): string => `/work/applications/${id}/claims/${claim}`
export const factsAt = (id: string): string => `/work/applications/${id}/facts`
export const choicesAt = (id: string): string => `${factsAt(id)}/choices`
export const recheckPath = (claim: string): string => `/me/decisions/${claim}/recheck`

export const getOwnDecision = (claim: string): Promise<DecisionAnswer> => http.get(`/me/decisions/${claim}`)
/** Every call is a look that the person can read about. */
export const getDecision = (id: string, claim: string): Promise<DeskDecision> =>
  http.get(`${claimAt(id, claim)}/decision`)
export const getPreview = (id: string, claim: string): Promise<DecisionPreview> =>
  http.get(`${claimAt(id, claim)}/preview`)
export const getFacts = (id: string): Promise<WorkFacts> => http.get(factsAt(id))

export const askRecheck = (claim: string, reason: string): Promise<Handed> =>
  handOver({ kind: 'recheck', path: recheckPath(claim), body: { reason } })
export const sendFacts = (id: string, body: RecordFacts): Promise<Handed> =>
  handOver({ kind: 'facts', path: factsAt(id), body, line: factsAt(id), side: 'officer' })
export const sendChoice = (id: string, body: ChooseFact): Promise<Handed> =>
  handOver({ kind: 'fact-choice', path: choicesAt(id), body, line: factsAt(id), side: 'officer' })
