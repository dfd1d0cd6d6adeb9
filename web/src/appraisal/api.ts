import type { AppraisalSheet, AppraisalsHeld, AskReappraisal, MeetingsWaiting } from '@yima/shared/appraisal/contract'
import { handOver, type Handed } from '../app/hand-over.ts'
import { http } from '../app/http.ts'

const claimAt = (id: string, claim: string): string => `/work/applications/${id}/claims/${claim}`
/** Each call is a look that the person can read about. */
export const getSheet = (id: string, claim: string): Promise<AppraisalSheet> => http.get(`${claimAt(id, claim)}/appraisal-sheet`)
export const minutesAt = (id: string, claim: string): string => `${claimAt(id, claim)}/appraisals`
/** Meetings that the worker of a village may hold. */
export const getMeetings = (): Promise<MeetingsWaiting> => http.get('/work/appraisals')
export const getHeld = (id: string): Promise<AppraisalsHeld> => http.get(`/work/applications/${id}/appraisals`)

export const reappraisalPath = (id: string, claim: string): string => `/me/applications/${id}/claims/${claim}/reappraisal`
export const askAgain = (id: string, claim: string, body: AskReappraisal): Promise<Handed> =>
  handOver({ kind: 'reappraisal', path: reappraisalPath(id, claim), body })
