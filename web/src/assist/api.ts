import type { AssistView, OpeningAssist } from '@yima/shared/assist/contract'
import type { DecisionAnswer } from '@yima/shared/decision/contract'
import type { OwnVerification } from '@yima/shared/verification/contract'
import { http } from '../app/http.ts'
import { sendPicture } from '../app/picture-parts.ts'

export const actsPath = (id: string): string => `/work/assists/${id}/acts`

/** A wrong try is counted, so the same one is never sent twice. */
export const openSlip = (slip: OpeningAssist): Promise<AssistView> => http.post('/work/assists', slip)
/** A matter of somebody whose card was scanned on that occasion. */
export const openByCard = (occasion: string, applicationId: string): Promise<AssistView> =>
  http.post(`/work/occasions/${occasion}/assists`, { applicationId })
/** The hand of whoever stands by, as the office names its picture. */
export const sendInk = async (ink: Blob): Promise<string> => (await sendPicture(http, crypto.randomUUID(), ink, false)).id
/** Every call is a look that the person can read about. */
export const getAssist = (id: string): Promise<AssistView> => http.get(`/work/assists/${id}`)
export const endAssist = (id: string): Promise<unknown> => http.post(`/work/assists/${id}/end`, {})

export const getDecisionHere = (id: string, claim: string): Promise<DecisionAnswer> =>
  http.get(`/work/assists/${id}/decisions/${claim}`)
export const getCheckHere = (id: string): Promise<OwnVerification> => http.get(`/work/assists/${id}/verification`)
