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
import { handOver, type Handed } from '../app/hand-over.ts'
import { http } from '../app/http.ts'
import { readSeen, type Seen } from '../app/last-seen.ts'

export const readFamily = (): Promise<FamilyView> => http.get('/me/family')
export const readHelpers = (): Promise<HelpersView> => http.get('/me/helpers')
/** For whom one may act today, as it was seen last where the office cannot be reached. */
export const readRights = (): Promise<Seen<ActingFor>> =>
  readSeen('family.acting', () => http.get<ActingFor>('/me/acting'))

export type Invite = { called: string; relation: Relation; idNumber?: string; name?: string }
export const inviteMember = (body: Invite): Promise<Invited> => http.post('/me/family/invitations', body)
export const takeBack = (id: string): Promise<Handed> =>
  handOver({ kind: 'invitation-end', path: `/me/family/invitations/${id}/end`, body: {} })
export const lookAt = (token: string): Promise<InviteView> => http.post('/family/invitations/look', { token })

export type Yes = {
  by: { way: 'link'; token: string } | { way: 'number'; invitation: string }
  name?: string
  signature?: string
  moving: boolean
}

/** What is done in one's household waits for what was done there before: another order would be another household. */
const line = '/me/family/'
export const joinBy = (body: Yes): Promise<Handed<{ kind: 'member' | 'helper' }>> =>
  handOver({ kind: 'joining', path: '/me/family/joining', body, line })
export const leave = (body: { person: string; reason: LeaveReason; founding: boolean }): Promise<Handed> =>
  handOver({ kind: 'family-leaving', path: '/me/family/leaving', body, line })
export const relate = (body: { person: string; relation: Relation }): Promise<Handed> =>
  handOver({ kind: 'family-relation', path: '/me/family/relations', body, line })
/** Makes somebody else the head of the household. */
export const passHead = (body: { to: string }): Promise<Handed> =>
  handOver({ kind: 'family-head', path: '/me/family/head', body, line })
export const claimWard = (body: WardClaim): Promise<Handed> =>
  handOver({ kind: 'ward', path: '/me/family/wards', body, line })
export const endGuardianship = (id: string): Promise<Handed> =>
  handOver({ kind: 'guardian-end', path: `/me/guardianships/${id}/end`, body: {} })

export type Gift = { called: string; scopes: Scope[]; until: string; helper?: string; name?: string }
export const giveHelp = (body: Gift): Promise<Invited> => http.post('/me/helpers', body)
/** Less than it holds, or an earlier last day; more needs a new one. */
export type Narrowing = { scopes: Scope[]; until: string }
export const narrowMandate = (id: string, body: Narrowing): Promise<Handed> =>
  handOver({
    kind: 'help-narrowing',
    path: `/me/mandates/${id}/narrowing`,
    body,
    line: `/me/mandates/${id}/`,
  })
export const endMandate = (id: string): Promise<Handed> =>
  handOver({ kind: 'help-end', path: `/me/mandates/${id}/end`, body: {}, line: `/me/mandates/${id}/` })

/** Another's applications, as far as one's mandate holds them. Rejects with `not-found` once it does not. */
export const listFor = async (person: string): Promise<ApplicationView[]> =>
  (await http.get<{ applications: ApplicationView[] }>('/me/applications', { onBehalfOf: person }))
    .applications
/** Waits without a network; where the right has ended meanwhile it is refused, and says so. */
export const withdrawFor = (person: string, id: string): Promise<Handed> =>
  handOver({
    kind: 'withdrawal-for',
    path: `/me/applications/${id}/withdrawal`,
    body: { onBehalfOf: person },
  })
