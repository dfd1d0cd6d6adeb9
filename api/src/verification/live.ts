import { eq, sql } from 'drizzle-orm'
import type { SourceId } from '@yima/shared/verification/sources'
import { personsToVerify } from '../consent/live.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { holdVerification, type Opened } from './store.ts'
import { verification } from './table.ts'

/** Somebody who may be asked about today, under a consent that lives, and at which departments. */
export type LivePerson = {
  consent: string
  name: string
  idNumber: string | null
  member: string | null
  /** Whether it is the applicant. */
  own: boolean
  /** Whether an officer or a proven sign-in saw that it was they who signed. */
  seen: boolean
  sources: readonly SourceId[]
  /** Those of them that a new check asks under this consent, and not under one that took its place. */
  asks: readonly SourceId[]
}

/**
 * Who may be asked about now. Their consents are locked until the transaction ends: whoever withdraws one comes before
 * it and is heard, or after it and finds what was done. Consents are locked before a verification, never after.
 */
export async function findLive(tx: Transaction, deps: Deps, applicationId: string): Promise<LivePerson[]> {
  await tx.execute(
    sql`SELECT 1 FROM authorisation WHERE application_id = ${applicationId} ORDER BY id FOR SHARE`,
  )
  const people = await personsToVerify(tx, deps, applicationId)
  return people.map(({ authorisation, ...one }) => ({ ...one, seen: authorisation.certainty === 'seen' }))
}

/** A verification held together with the consents it rests on. */
export async function holdWithConsents(
  tx: Transaction,
  deps: Deps,
  id: string,
): Promise<{ held: Opened | undefined; people: LivePerson[] }> {
  const [row] = await tx
    .select({ applicationId: verification.applicationId })
    .from(verification)
    .where(eq(verification.id, id))
  const people = row ? await findLive(tx, deps, row.applicationId) : []
  return { people, held: await holdVerification(tx, deps, id) }
}
