import { asc, eq } from 'drizzle-orm'
import { storedOf } from '../../consent/store.ts'
import type { Transaction } from '../../db/transaction.ts'
import { open, sha256 } from '../../vault.ts'
import { keptIn, queriesOf, type Opened, type VerificationContent } from '../../verification/store.ts'
import { verification } from '../../verification/table.ts'
import type { Request } from '../request.ts'

/** The report of a verification; without its lines where a withdrawn consent voided it. */
export type Report = { id: string; state: string; madeOn: string | null; said: object }

/** What somebody of the household signed so that their means may be asked about. */
export type Signed = {
  id: string
  who: string
  state: string
  on: string | null
  /** As the trail names it: the hash of the signature as its phone sent it. */
  digest: string
  image: Buffer
}

/** Every check of means of this request, the oldest first: a decision may rest on one that another took the place of. */
export async function checksOf(tx: Transaction, { row, key }: Request): Promise<Opened[]> {
  const rows = await tx
    .select()
    .from(verification)
    .where(eq(verification.applicationId, row.id))
    .orderBy(asc(verification.startedAt), asc(verification.id))
  return rows.map((one) => ({ row: one, key, content: open<VerificationContent>(key, one.sealed) }))
}

export const reportsIn = (checks: readonly Opened[]): Report[] =>
  checks.map(({ row: { id, state, madeOn }, content: { people, items, contests } }) => ({
    ...{ id, state, madeOn },
    said: items === null || state === 'running' ? {} : { people, items, contests },
  }))

/** Letters of departments, in the order in which they were copied off. */
export async function lettersIn(tx: Transaction, checks: readonly Opened[]): Promise<string[]> {
  const letters: string[] = []
  for (const { row, key } of checks)
    for (const one of await queriesOf(tx, row.id)) letters.push(...(keptIn(key, one)?.letter?.pictures ?? []))
  return letters
}

/** The signatures of the household's adults and of whoever signed for others, in the order in which they were asked. */
export async function signaturesOf(tx: Transaction, { row, key }: Request): Promise<Signed[]> {
  return (await storedOf(tx, key, row.id)).flatMap(({ state: { id, who, state, signedOn }, detail: { signature } }) =>
    signature === null
      ? []
      : [{ ...{ id, who: who.name, state, on: signedOn }, digest: sha256(signature).toString('hex'), image: Buffer.from(signature, 'base64') }],
  )
}
