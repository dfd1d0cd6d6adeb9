import type { AccessPage, ConsentsView, ErasureView, RecordView, SaidFacts } from '@yima/shared/me/contract'
import { http } from '../app/http.ts'

/** Who looked at one's data, newest first; `before` is the last line already shown. */
export const listLooks = (before?: string): Promise<AccessPage> =>
  http.get('/me/access', before === undefined ? {} : { params: { before } })

export const listSaid = async (): Promise<SaidFacts[]> =>
  (await http.get<{ applications: SaidFacts[] }>('/me/said')).applications

/** Everything about oneself; the answer is kept nowhere but in the file it becomes. */
export const getRecord = (): Promise<RecordView> => http.get('/me/record')

export const getErasure = (): Promise<ErasureView> => http.get('/me/erasure')

export const getConsents = (): Promise<ConsentsView> => http.get('/me/consents')
