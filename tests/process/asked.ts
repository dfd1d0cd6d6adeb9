import type { ApplicationView, ClaimView } from '@yima/shared/claim/contract'
import type { ProcessAct } from '@yima/shared/process/contract'
import type { WorkApplication, WorkClaim } from '@yima/shared/work/contract'
import { anApplication, apply, type Device, type Office } from '../fixtures/office.ts'
import { onWhatIsSeen } from '../decision/found.ts'
import { allSign } from '../consent/people.ts'
import { json } from '../family/people.ts'
import { onReport } from '../verification/reported.ts'

export const said = { basis: '民发〔2021〕57号', reason: '按规定办理' }

/** A request for dibao of somebody whose phone is signed in. */
export type Asked = { id: string; claimId: string; phone: Device; receiptNumber: string; lastFour: string }

let phones = 0

/** Somebody of such a village asks for dibao. */
export async function asked(office: Office, born: string, regionCode = '990101100201'): Promise<Asked> {
  const phone = office.device()
  const applicant = await office.confirmedApplicant(phone, `1990000${String(5000 + (phones += 1))}`, '周素芬', born)
  const receipt = await apply(phone, anApplication({ applicant, regionCode, added: ['dibao'] }))
  const claim = receipt.claims.find(({ programme }) => programme === 'dibao')
  return {
    id: receipt.id, claimId: claim?.id ?? '', phone, receiptNumber: receipt.receiptNumber,
    lastFour: applicant.idNumber.slice(-4),
  }
}

/** What the desk sees of the claim. */
export async function seen(device: Device, { id, claimId }: Asked): Promise<WorkClaim> {
  const request = await json<WorkApplication>(await device.get(`/work/applications/${id}`))
  const claim = request.claims.find((one) => one.id === claimId)
  if (!claim) throw new Error('The desk does not see this claim')
  return claim
}

/** What its applicant sees of it. */
export async function own({ id, claimId, phone }: Asked): Promise<ClaimView> {
  const view = await json<ApplicationView>(await phone.get(`/me/applications/${id}`))
  const claim = view.claims.find((one) => one.id === claimId)
  if (!claim) throw new Error('The applicant does not see this claim')
  return claim
}

const pathOf = ({ id, claimId }: Asked) => `/work/applications/${id}/claims/${claimId}`
export const acceptUnsigned = (device: Device, of: Asked) => device.post(`${pathOf(of)}/acceptance`, {})
/** Accepts it; whoever still has to sign does so at once, at the same window. */
export async function accept(device: Device, of: Asked): Promise<Response> {
  const answer = await acceptUnsigned(device, of)
  if (answer.ok) await allSign(device, of.id)
  return answer
}
export const give = async (device: Device, of: Asked, act: ProcessAct) =>
  device.post(`${pathOf(of)}/process`, await onReport(device, of, await onWhatIsSeen(device, of, act)))
export const askFor = (device: Device, of: Asked, note?: string) =>
  device.post(`${pathOf(of)}/papers`, { papers: [{ paper: 'household-book' }], ...(note ? { note } : {}) })

/** Waits for an act and says what the office said where it was refused. */
export async function done(answer: Promise<Response>): Promise<void> {
  const told = await answer
  if (told.status !== 200) throw new Error(await told.text())
}
