import type { ComplaintInbox, DeskActBody, DeskActed, DeskComplaint, Recoveries } from '@yima/shared/complaint/desk-contract'
import type { DeskKeys, OfficeKeyBody } from '@yima/shared/complaint/keys'
import { http } from '../app/http.ts'

export const getInbox = (): Promise<ComplaintInbox> => http.get<ComplaintInbox>('/oversight/complaints')
export const getComplaint = (id: string): Promise<DeskComplaint> => http.get<DeskComplaint>(`/oversight/complaints/${id}`)
export const actOn = (id: string, act: DeskActBody): Promise<DeskActed> => http.post<DeskActed>(`/oversight/complaints/${id}/acts`, act)
export const getPart = (id: string, file: string, part: number): Promise<{ sealed: string }> =>
  http.get<{ sealed: string }>(`/oversight/complaints/${id}/parts/${file}/${String(part)}`)

export const getKeys = (): Promise<DeskKeys> => http.get<DeskKeys>('/oversight/keys')
export const getDemoKey = (): Promise<{ identity: string }> => http.get<{ identity: string }>('/oversight/keys/demonstration')
export const makeOfficeKey = (body: OfficeKeyBody): Promise<unknown> => http.post('/oversight/keys/office', body)
export const offerKey = (recipient: string): Promise<unknown> => http.post('/oversight/keys', { recipient })
export const signKey = (id: string, body: { signature: string; file: string }): Promise<unknown> => http.post(`/oversight/keys/${id}/signature`, body)
export const endKey = (id: string, reason: string): Promise<unknown> => http.post(`/oversight/keys/${id}/end`, { reason })
export const getRecoveries = (): Promise<Recoveries> => http.get<Recoveries>('/oversight/recoveries')
export const askRecovery = (complaintId: string): Promise<unknown> => http.post('/oversight/recoveries', { complaintId })
export const skipRecovery = (body: { id: string; pair: string }): Promise<unknown> => http.post('/oversight/recoveries/skips', body)
export const giveBackUnopened = (complaintId: string): Promise<unknown> => http.post('/oversight/keys/unopened', { complaintId })
export const openRecovery = (body: { id: string; pair: string; file: string }): Promise<unknown> => http.post('/oversight/recoveries/opening', body)
