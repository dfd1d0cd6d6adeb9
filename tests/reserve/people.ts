import type { ApplicationView, ClaimView } from '@yima/shared/claim/contract'
import type { ClaimPayment, Ledger } from '@yima/shared/reserve/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import { json } from '../family/people.ts'
import { anApplication, apply, type Device, type Office } from '../fixtures/office.ts'
import { done } from '../process/asked.ts'
import { pictureFrom } from '../visit/homes.ts'

export const town = '990101100000'
export const because = { basis: '临时救助办法：急难型先行救助', reason: '断炊两天，先给买米买菜的钱' }

let phones = 0

export type Hungry = { id: string; claimId: string; phone: Device; receiptNumber: string; lastFour: string; idNumber: string }

/** Somebody has nothing to eat, whose claim for temporary aid a clerk has accepted at once. */
export async function hungry(office: Office, clerk: Device, born: string, phone = office.device()): Promise<Hungry> {
  const applicant = await office.confirmedApplicant(phone, `1990000${String(7000 + (phones += 1))}`, '周素芬', born)
  const receipt = await apply(phone, anApplication({ applicant, words: '家里没米下锅了，两天没吃饱饭，孩子在哭。', added: ['temporary'] }))
  const claim = receipt.claims.find(({ programme }) => programme === 'temporary')
  const asked = { id: receipt.id, claimId: claim?.id ?? '', phone, receiptNumber: receipt.receiptNumber, lastFour: applicant.idNumber.slice(-4), idNumber: applicant.idNumber }
  await done(clerk.post(`/work/applications/${asked.id}/claims/${asked.claimId}/acceptance`, {}))
  return asked
}

export const requestAt = (desk: Device, { id }: Hungry): Promise<WorkApplication> => json<WorkApplication>(desk.get(`/work/applications/${id}`))

/** What the desk reads of the money that comes first. */
export async function paymentAt(desk: Device, of: Hungry): Promise<ClaimPayment> {
  const found = (await requestAt(desk, of)).payments?.find(({ claim }) => claim === of.claimId)
  if (!found) throw new Error('No emergency')
  return found
}

/** What its applicant reads of the claim. */
export async function ownClaim({ phone, id, claimId }: Hungry): Promise<ClaimView> {
  const view = await json<ApplicationView>(phone.get(`/me/applications/${id}`))
  const found = view.claims.find((one) => one.id === claimId)
  if (!found) throw new Error('Not theirs')
  return found
}

export const propose = (desk: Device, { id, claimId }: Hungry, yuan: number): Promise<Response> =>
  desk.post(`/work/applications/${id}/claims/${claimId}/payments`, { yuan, ...because })

export const settle = (desk: Device, id: string, agrees = true): Promise<Response> =>
  desk.post(`/work/payments/${id}/settling`, agrees ? { agrees } : { agrees, reason: '请再核实一下' })

export const ledgerAt = (desk: Device, of = town): Promise<Ledger> => json<Ledger>(desk.get(`/work/reserve/${of}`))

/** The county puts money in: one proposes, another confirms. */
export async function toppedUp(by: Device, second: Device, yuan: number, of = town): Promise<void> {
  const answer = await by.post(`/work/reserve/${of}/proposals`, { type: 'top-up', yuan, reason: '年初拨款' })
  if (answer.status !== 201) throw new Error(await answer.text())
  const waiting = (await ledgerAt(second, of)).proposals.at(-1)
  await done(settle(second, waiting?.id ?? ''))
}

/** A payment that somebody proposed and somebody else confirmed: its id. */
export async function confirmed(by: Device, second: Device, of: Hungry, yuan: number): Promise<string> {
  await done(propose(by, of, yuan))
  const id = (await paymentAt(by, of)).payment?.id ?? ''
  await done(settle(second, id))
  return id
}

/** The money comes into her hands: she signs on the phone of whoever brings it. */
export async function handed(office: Office, desk: Device, id: string): Promise<Response> {
  const picture = await pictureFrom(desk, 7)
  return desk.post(`/work/payments/${id}/handing`, {
    receivedBy: '周素芬', at: office.clock.now().toISOString(), handed: { how: 'signed', picture }, photos: [],
  })
}
