import type { FundBody, HandingBody, Ledger, PaymentBody, PaymentView, ReserveFunds, SettlingBody } from '@yima/shared/reserve/contract'
import type { OfficerView } from '@yima/shared/identity/contract'
import { handOver, type Handed } from '../app/hand-over.ts'
import { http } from '../app/http.ts'
import { actorOfOfficer } from '../app/outbox-order.ts'
import type { WorkAct } from '../work/api.ts'

export const getFunds = (): Promise<ReserveFunds> => http.get('/work/reserve')
export const getLedger = (town: string): Promise<Ledger> => http.get(`/work/reserve/${town}`)
/** Each call is a look that the person can read about. */
export const getPayment = (id: string): Promise<PaymentView> => http.get(`/work/payments/${id}`)

export const payment = (id: string, claim: string, body: PaymentBody): WorkAct => ({
  kind: 'payment', path: `/work/applications/${id}/claims/${claim}/payments`, body,
})
export const toFund = (town: string, body: FundBody): WorkAct => ({ kind: 'fund', path: `/work/reserve/${town}/proposals`, body })
export const settling = (id: string, body: SettlingBody): WorkAct => ({ kind: 'settling', path: `/work/payments/${id}/settling`, body })

export const handingPath = (id: string): string => `/work/payments/${id}/handing`

/** Pictures of a handing as they lie on this phone. */
export type Proof = Omit<HandingBody, 'handed' | 'photos'> & { how: 'signed' | 'thumb'; witness: string; hand: Blob; photos: readonly File[] }

/** That the money came into somebody's hands, with its pictures, as one act: without a network all of it waits together. */
export async function handIn(id: string, officer: OfficerView, person: string, { how, witness, hand, photos, ...said }: Proof): Promise<Handed> {
  const [{ answerOf }, { shrink }] = await Promise.all([import('../app/outbox.ts'), import('../application/shrink.ts')])
  const picture = (blob: Blob) => ({ id: crypto.randomUUID(), kind: 'file', path: '/files', body: null, blob })
  const small = await Promise.all(photos.map(shrink))
  const [sign, seen] = [picture(how === 'thumb' ? await shrink(hand as File) : hand), small.map(picture)]
  const body = {
    ...said,
    handed: { how, picture: answerOf(sign.id, 'id'), ...(how === 'thumb' ? { witness } : {}) },
    photos: seen.map((one) => answerOf(one.id, 'id')),
  }
  const path = handingPath(id)
  return handOver({
    kind: 'handing', path, body, label: { officer: officer.name, person }, pictures: [sign, ...seen], line: path, actor: actorOfOfficer(officer.id),
  })
}
