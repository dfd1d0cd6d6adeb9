import { randomBytes } from 'node:crypto'
import type { SubmissionInput } from '@yima/shared/application/contract'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { ProcessAct } from '@yima/shared/process/contract'
import { sha256 } from '@yima/api/vault'
import { anApplication, apply, idNumberOf, type Device, type Office } from '../fixtures/office.ts'
import { give, said, type Asked } from '../process/asked.ts'

export type Person = { device: Device; phone: string; idNumber: string; name: string }

let phones = 0

/** Somebody with a phone of their own, whose number is confirmed. */
export async function somebody(
  office: Office,
  born: string,
  name = '周素芬',
  idNumber = idNumberOf(born),
): Promise<Person> {
  return { device: office.device(), phone: `1990000${String(7000 + (phones += 1))}`, idNumber, name }
}

type Answers = Extract<SubmissionInput, { forWhom: 'self' }>['answers']

/** What they ask for, once more if they asked before. */
export async function asks(
  office: Office,
  { device, phone, idNumber, name }: Person,
  programme: ProgrammeId,
  answers: Answers = { household: {}, members: [] },
  also: readonly ProgrammeId[] = [],
): Promise<Asked> {
  const phoneProof = randomBytes(32).toString('base64url')
  await office.pool.query(
    'INSERT INTO phone_proof (proof_hash, phone_index, expires_at) VALUES ($1, $2, $3)',
    [sha256(phoneProof), office.deps.vault.index('phone', phone), new Date('2027-01-01')],
  )
  const applicant = { identity: 'id-number', name, idNumber, phone, phoneProof } as const
  const receipt = await apply(
    device,
    anApplication({ applicant, words: '我有难处。', answers, added: [programme, ...also] }),
  )
  const claim = receipt.claims.find((one) => one.programme === programme)
  return {
    id: receipt.id,
    claimId: claim?.id ?? '',
    phone: device,
    receiptNumber: receipt.receiptNumber,
    lastFour: idNumber.slice(-4),
  }
}

export async function done(answer: Promise<Response>): Promise<void> {
  const got = await answer
  if (got.status !== 200) throw new Error(await got.text())
}

/** Accepted, looked into and proposed by this clerk: another may decide. */
export async function proposedBy(clerk: Device, claim: Asked, checked = true): Promise<void> {
  await done(clerk.post(`/work/applications/${claim.id}/claims/${claim.claimId}/acceptance`, {}))
  const check: ProcessAct = { ...said, type: 'record', step: 'verification', found: 'fits', companions: [] }
  if (checked) await done(give(clerk, claim, check))
  await done(give(clerk, claim, { ...said, type: 'propose', opinion: 'confirm' }))
}

/** `named`: what is given, where the rules set no sum. */
export const confirm = (device: Device, claim: Asked, named?: string) =>
  give(device, claim, { ...said, type: 'confirm', ...(named === undefined ? {} : { named }) })

export const clear = (device: Device, claim: Asked, other: Asked, reason = '另有一位老人，各自享受') =>
  device.post(`/work/applications/${claim.id}/claims/${claim.claimId}/clearance`, {
    other: other.claimId,
    basis: '高龄津贴办法',
    reason,
  })
