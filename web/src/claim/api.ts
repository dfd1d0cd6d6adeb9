import type { ApplicationView, TrackingView } from '@yima/shared/claim/contract'
import { http } from '../app/http.ts'

/** All applications of the phone and ID number signed in, newest first. Rejects with `sign-in-needed`. */
export const listOwnApplications = async (): Promise<ApplicationView[]> =>
  (await http.get<{ applications: ApplicationView[] }>('/me/applications')).applications

/** Rejects with `not-found` for another's as for none; `behalf`: in whose place one looks. */
export const getOwnApplication = (id: string, behalf?: string): Promise<ApplicationView> =>
  http.get(`/me/applications/${id}`, behalf === undefined ? {} : { onBehalfOf: behalf })

/** The limited view. Unknown numbers and wrong digits get the same `not-found`; too many tries `too-many`. */
export const track = (receiptNumber: string, lastFour: string): Promise<TrackingView> =>
  http.post('/tracking', { receiptNumber, lastFour })

/** Where an application is taken back, with every claim nobody has decided yet; goes through the outbox. */
export const withdrawalPath = (id: string): string => `/me/applications/${id}/withdrawal`
