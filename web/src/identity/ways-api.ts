import type { DeviceView, InvitationView, SignInWays } from '@yima/shared/identity/sign-in'
import { http } from '../app/http.ts'

export type Side = 'me' | 'work'

/** The devices on which one is signed in. */
export const getDevices = async (side: Side): Promise<DeviceView[]> =>
  (await http.get<{ sessions: DeviceView[] }>(`/${side}/sessions`)).sessions
export const endDevice = (side: Side, id: string): Promise<void> => http.delete(`/${side}/sessions/${id}`)
export const endOtherDevices = (side: Side): Promise<void> => http.delete(`/${side}/sessions`)

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
