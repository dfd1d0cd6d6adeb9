import type { PostingAgain, PostingStop } from '@yima/shared/notice/contract'
import type * as v from 'valibot'
import type { addClaim, agreement, askPapers } from '@yima/shared/claim/contract'
import type { OfficerView } from '@yima/shared/identity/contract'
import type { ProcessAct } from '@yima/shared/process/contract'
import type { ListQuery, ListSearch, WorkApplication, WorkList } from '@yima/shared/work/contract'
import { http } from '../app/http.ts'

export type Agreement = v.InferInput<typeof agreement>
export type AskedPapers = v.InferInput<typeof askPapers>
export type AddedClaim = v.InferInput<typeof addClaim>

export const getOfficers = async (): Promise<OfficerView[]> =>
  (await http.get<{ officers: OfficerView[] }>('/staff/officers')).officers
export const signInAs = (officerId: string): Promise<OfficerView> =>
  http.post('/staff/sessions', { officerId })
export const endSession = (): Promise<void> => http.delete('/staff/sessions/current')

export const getWorkList = (params: ListQuery = {}, signal?: AbortSignal): Promise<WorkList> =>
  http.get('/work/items', { params, ...(signal ? { signal } : {}) })
/** Names stand in no address: looking for somebody is posted, and writes nothing. */
export const searchWorkList = (search: ListSearch, signal?: AbortSignal): Promise<WorkList> =>
  http.post('/work/items/search', search, signal ? { signal } : {})

const one = (id: string): string => `/work/applications/${id}`
/** Every call is a look that the person can read about; call it when somebody looks. */
export const getApplication = (id: string): Promise<WorkApplication> => http.get(one(id))

/** Something an officer does to a request; it goes through the outbox (`acts.ts`). */
export type WorkAct = { path: string; body: unknown; /** `work` unless said. */ kind?: string }

/** All acts on one request begin so. */
export const actsOn = (id: string): string => `${one(id)}/`

export const acknowledgement = (id: string): WorkAct => ({ path: `${one(id)}/acknowledgement`, body: {} })
export const acceptance = (id: string, claim: string, version?: number): WorkAct => ({
  path: `${one(id)}/claims/${claim}/acceptance`,
  body: { ...(version === undefined ? {} : { version }) },
})
export const unposting = (id: string, body: PostingStop): WorkAct => ({ path: `${one(id)}/unposting`, body })
export const posting = (id: string, body: PostingAgain): WorkAct => ({ path: `${one(id)}/posting`, body })
export const drop = (id: string, claim: string, reason: string, version?: number): WorkAct => ({
  path: `${one(id)}/claims/${claim}/drop`,
  body: { reason, ...(version === undefined ? {} : { version }) },
})
export const papersAsked = (id: string, claim: string, body: AskedPapers): WorkAct => ({
  path: `${one(id)}/claims/${claim}/papers`,
  body,
})
/** An act on an accepted claim; all of them go to one place. */
export const processAct = (id: string, claim: string, body: ProcessAct | undefined): WorkAct => ({
  path: `${one(id)}/claims/${claim}/process`,
  body,
})
export const addition = (id: string, body: AddedClaim): WorkAct => ({ path: `${one(id)}/claims`, body })
export const agreed = (id: string, body: Agreement): WorkAct => ({ path: `${one(id)}/agreement`, body })

/** Address of a picture of a request; each look at it is logged too. */
export const pictureOf = (file: string): string => `/api/work/files/${file}`
