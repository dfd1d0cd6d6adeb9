import { v7 as uuidv7 } from 'uuid'
import { insertRows } from '../db/insert.ts'
import type { Send, Transaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { pairIndex } from '../identity/pair.ts'
import { useProof } from '../identity/phone.ts'
import { person } from '../identity/table.ts'
import type { Asked } from './asked.ts'

/** Whoever the application is filed under. */
export type Applicant = {
  id: string
  key: Buffer
  row: typeof person.$inferSelect
  pairIndex: Buffer
  phoneConfirmed: boolean
}

/** The applicant as claimed on this occasion. Nothing is looked up and nothing merged: see design, Identity. */
export async function insertApplicant(
  tx: Transaction,
  send: Send,
  deps: Deps,
  once: Once,
  { body, countyCode, behalf }: Pick<Asked, 'body' | 'countyCode' | 'behalf'>,
): Promise<Applicant> {
  const { vault, clock } = deps
  const { applicant } = body
  const { phone, phoneProof } = applicant
  const phoneConfirmed =
    phone !== undefined && phoneProof !== undefined && (await useProof(tx, deps, phone, phoneProof))
  const { key, wrapped } = vault.newKey()
  const idNumber = applicant.identity === 'id-number' ? applicant.idNumber : undefined
  const pair = pairIndex(vault, body.applicant, phone ?? behalf?.apart ?? once.deviceHash.toString('hex'))
  const id = uuidv7()
  const row: Applicant['row'] = {
    id,
    countyCode,
    pairIndex: pair,
    idIndex: idNumber ? vault.index('id-number', idNumber) : null,
    idCipher: idNumber ? vault.sealField(idNumber) : null,
    phoneIndex: phone ? vault.index('phone', phone) : null,
    phoneCipher: phone ? vault.sealField(phone) : null,
    nameCipher: vault.sealField(applicant.name),
    phoneConfirmed,
    level: 'claimed',
    keyWrapped: wrapped,
    createdAt: clock.now(),
    identityId: null,
    attachedAt: null,
    ...behalf?.columns,
  }
  send(insertRows(tx, person, [row]))
  return { id, key, row, pairIndex: pair, phoneConfirmed }
}
