import type { ApplicationView } from '@yima/shared/claim/contract'
import type {
  ActingFor,
  FamilyView,
  HelpersView,
  Invited,
  InviteView,
  WardClaim,
} from '@yima/shared/family/contract'
import type { LeaveReason } from '@yima/shared/family/household'
import type { Scope } from '@yima/shared/family/mandate'
import type { Relation } from '@yima/shared/family/relation'
import { http } from '../app/http.ts'
import { readSeen, type Seen } from '../app/last-seen.ts'

export const readFamily = (): Promise<FamilyView> => http.get('/me/family')
export const readHelpers = (): Promise<HelpersView> => http.get('/me/helpers')
/** For whom one may act today, as it was seen last where the office cannot be reached. */
export const readRights = (): Promise<Seen<ActingFor>> =>
  readSeen('family.acting', () => http.get<ActingFor>('/me/acting'))

export type Invite = { called: string; relation: Relation; idNumber?: string; name?: string }
export const inviteMember = (body: Invite): Promise<Invited> => http.post('/me/family/invitations', body)
export const takeBack = (id: string): Promise<void> => http.post(`/me/family/invitations/${id}/end`, {})
export const lookAt = (token: string): Promise<InviteView> => http.post('/family/invitations/look', { token })

export type Yes = {
  by: { way: 'link'; token: string } | { way: 'number'; invitation: string }
  name?: string
  signature?: string
  moving: boolean
}
export const joinBy = (body: Yes): Promise<{ kind: 'member' | 'helper' }> =>
  http.post('/me/family/joining', body)
export const leave = (body: { person: string; reason: LeaveReason; founding: boolean }): Promise<void> =>
  http.post('/me/family/leaving', body)
export const relate = (body: { person: string; relation: Relation }): Promise<void> =>
  http.post('/me/family/relations', body)
/** Makes somebody else the head of the household. */
export const passHead = (body: { to: string }): Promise<void> => http.post('/me/family/head', body)
export const claimWard = (body: WardClaim): Promise<void> => http.post('/me/family/wards', body)
export const endGuardianship = (id: string): Promise<void> => http.post(`/me/guardianships/${id}/end`, {})

export type Gift = { called: string; scopes: Scope[]; until: string; helper?: string; name?: string }
export const giveHelp = (body: Gift): Promise<Invited> => http.post('/me/helpers', body)
/** Less than it holds, or an earlier last day; more needs a new one. */
export type Narrowing = { scopes: Scope[]; until: string }
export const narrowMandate = (id: string, body: Narrowing): Promise<void> =>
  http.post(`/me/mandates/${id}/narrowing`, body)
export const endMandate = (id: string): Promise<void> => http.post(`/me/mandates/${id}/end`, {})

/** Another's applications, as far as one's mandate holds them. Rejects with `not-found` once it does not. */
export const listFor = async (person: string): Promise<ApplicationView[]> =>
  (await http.get<{ applications: ApplicationView[] }>('/me/applications', { onBehalfOf: person }))
    .applications
export const withdrawFor = (person: string, id: string): Promise<ApplicationView> =>
  http.post(`/me/applications/${id}/withdrawal`, { onBehalfOf: person })
