import type { DeviceView, InvitationView, SignInWays } from '@yima/shared/identity/sign-in'
import { handOver, type Handed } from '../app/hand-over.ts'
import { http } from '../app/http.ts'

export type Side = 'me' | 'work'

/** The devices on which one is signed in. */
export const getDevices = async (side: Side): Promise<DeviceView[]> =>
  (await http.get<{ sessions: DeviceView[] }>(`/${side}/sessions`)).sessions
const end = (side: Side, path: string): Promise<Handed> =>
  handOver({ kind: 'device-end', path, method: 'delete', side: side === 'me' ? 'resident' : 'officer' })
/** A phone that was lost: signed out from here by itself as soon as there is a network. */
export const endDevice = (side: Side, id: string): Promise<Handed> => end(side, `/${side}/sessions/${id}`)
export const endOtherDevices = (side: Side): Promise<Handed> => end(side, `/${side}/sessions`)

export const getSignInWays = (): Promise<SignInWays> => http.get('/work/sign-ins')
export const removePasskey = (id: string): Promise<void> => http.delete(`/work/passkeys/${id}`)

/** Somebody is at the desk. Rejects with `locked` when it was left alone for too long. */
export const noteAtDesk = (): Promise<void> => http.delete('/work/idle')
export const lockDesk = (): Promise<void> => http.delete('/work/desk')

export const lookAtInvitation = (token: string): Promise<InvitationView> =>
  http.post('/staff/invitations/look', { token })

/** Where to go to sign in with an identity service, and come back to this page afterwards. */
async function addressOf(start: Promise<{ address: string }>): Promise<string> {
  return (await start).address
}
export const residentService = (back: string): Promise<string> =>
  addressOf(http.post('/oidc/residents', { back }))
export const staffService = (back: string, invitation?: string): Promise<string> =>
  addressOf(http.post('/oidc/staff', { back, ...(invitation === undefined ? {} : { invitation }) }))
