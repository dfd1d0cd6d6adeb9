import type * as v from 'valibot'
import type { addClaim, agreement, askPapers } from '@yima/shared/claim/contract'
import type { OfficerView } from '@yima/shared/identity/contract'
import type { WorkApplication, WorkList } from '@yima/shared/work/contract'
import { http } from '../app/http.ts'

export type Agreement = v.InferInput<typeof agreement>
export type AskedPapers = v.InferInput<typeof askPapers>
export type AddedClaim = v.InferInput<typeof addClaim>

/** A write that was tried before answers only that it was done. */
type Written = WorkApplication | { done: true }

const one = (id: string): string => `/work/applications/${id}`

async function afterWrite(id: string, written: Written): Promise<WorkApplication> {
  return 'claims' in written ? written : getApplication(id)
}

const act = async (
  id: string,
  path: string,
  body: unknown,
  idempotencyKey: string,
): Promise<WorkApplication> =>
  afterWrite(id, await http.post<Written>(`${one(id)}${path}`, body, { idempotencyKey }))

export const getOfficers = async (): Promise<OfficerView[]> =>
  (await http.get<{ officers: OfficerView[] }>('/staff/officers')).officers
export const signInAs = (officerId: string): Promise<OfficerView> =>
  http.post('/staff/sessions', { officerId })
export const endSession = (): Promise<void> => http.delete('/staff/sessions/current')

export const getWorkList = (signal?: AbortSignal): Promise<WorkList> =>
  http.get('/work/items', signal ? { signal } : {})
/** Every call is a look that the person can read about; call it when somebody looks. */
export const getApplication = (id: string): Promise<WorkApplication> => http.get(one(id))
export const acknowledge = (id: string): Promise<{ acknowledgedAt: string }> =>
  http.post(`${one(id)}/acknowledgement`, {})

// The key stays the same for every try of one write: a tap on a bad network must not count twice.
export const acceptClaim = (id: string, claim: string, key: string): Promise<WorkApplication> =>
  act(id, `/claims/${claim}/acceptance`, {}, key)
export const dropClaim = (id: string, claim: string, reason: string, key: string): Promise<WorkApplication> =>
  act(id, `/claims/${claim}/drop`, { reason }, key)
export const askPapersOf = (
  id: string,
  claim: string,
  body: AskedPapers,
  key: string,
): Promise<WorkApplication> => act(id, `/claims/${claim}/papers`, body, key)
export const addClaimTo = (id: string, body: AddedClaim, key: string): Promise<WorkApplication> =>
  act(id, '/claims', body, key)
export const recordAgreement = (id: string, body: Agreement, key: string): Promise<WorkApplication> =>
  act(id, '/agreement', body, key)

/** Address of a picture of a request; each look at it is logged too. */
export const pictureOf = (file: string): string => `/api/work/files/${file}`
