import { eq } from 'drizzle-orm'
import { claim } from '../claim/table.ts'
import { stateIn } from '../claim/store.ts'
import { application } from '../application/table.ts'
import { person } from '../identity/table.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'

/** A notice as far as an objection to it has to know. */
export type ObjectedNotice = { id: string; applicationId: string; claimId: string; to: string }

/** The notice of that id, if there ever was one. */
export async function findNotice(tx: Transaction, { vault }: Pick<Deps, 'vault'>, id: string): Promise<ObjectedNotice | undefined> {
  const [row] = await tx
    .select({ claimId: claim.id, applicationId: claim.applicationId, sealed: claim.sealed, key: person.keyWrapped })
    .from(claim)
    .innerJoin(application, eq(application.id, claim.applicationId))
    .innerJoin(person, eq(person.id, application.personId))
    .where(eq(claim.id, id))
  if (!row?.key) return undefined
  const to = stateIn(vault.unwrap(row.key), row.sealed).process?.notice?.to
  return to === undefined ? undefined : { id, applicationId: row.applicationId, claimId: row.claimId, to }
}

/** The notice that hangs for a claim, if one does. */
export const findNoticeOf = (tx: Transaction, deps: Pick<Deps, 'vault'>, claimId: string): Promise<ObjectedNotice | undefined> =>
  findNotice(tx, deps, claimId)
