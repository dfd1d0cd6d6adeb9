import { personsToVerify } from '@yima/api/consent/live'
import { inTransaction } from '@yima/api/db/transaction'
import { idNumberOf, type Device, type Office } from '../fixtures/office.ts'
import { acceptUnsigned, asked, type Asked } from '../process/asked.ts'
import { actOn, consentsOf, here, husband, linkOf } from './people.ts'

/** Requests of one office whose applicant has signed at its window. */
export function families(office: Office, he: () => Device) {
  let born = 1950
  async function signed(place?: string): Promise<Asked & { idNumber: string }> {
    const birthDate = `${(born += 1)}-01-01`
    const claim = await asked(office, birthDate, place)
    await acceptUnsigned(he(), claim)
    const { rows } = await consentsOf(he(), claim.id)
    const done = await actOn(he(), claim.id, rows[0]?.id ?? '', { type: 'sign', ...here('authorisation-1') })
    if (done.status !== 200) throw new Error(await done.text())
    return { ...claim, idNumber: idNumberOf(birthDate) }
  }
  /** The wife names him, and sends the link. */
  async function linked() {
    const claim = await signed()
    const link = await linkOf(claim.phone.post(`/me/applications/${claim.id}/consents`, husband))
    return { claim, link, his: office.device() }
  }
  const live = ({ id }: Asked) => inTransaction(office.deps.db, (tx) => personsToVerify(tx, office.deps, id))
  return { signed, linked, live }
}
