import { asc, eq } from 'drizzle-orm'
import { asksUnder, covers, type Authorisation } from '@yima/shared/consent/authorisation'
import { sourceIds, type SourceId } from '@yima/shared/verification/sources'
import type { Reader } from '../db/transaction.ts'
import { application } from '../application/table.ts'
import type { Deps } from '../http/context.ts'
import { person } from '../identity/table.ts'
import { storedOf, type Stored } from './store.ts'

async function openStored(db: Reader, deps: Deps, applicationId: string): Promise<Stored[]> {
  const [found] = await db
    .select({ key: person.keyWrapped })
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(eq(application.id, applicationId))
    .orderBy(asc(application.id))
  return found?.key ? storedOf(db, deps.vault.unwrap(found.key), applicationId) : []
}

/**
 * Everything that was ever asked for an application, in the order in which it was; of an erased applicant nothing. What
 * may be asked of whom on a day, `covers` says, and nothing else.
 */
export const authorisationsOf = async (
  db: Reader,
  deps: Deps,
  applicationId: string,
): Promise<Authorisation[]> => (await openStored(db, deps, applicationId)).map(({ state }) => state)

/** Somebody about whom departments may be asked now. */
export type PersonToVerify = {
  authorisation: Authorisation
  /** Its id: what is learned is kept under it, and fenced with it. */
  consent: string
  name: string
  /** Null where nobody knows it: then no department can be asked. */
  idNumber: string | null
  /** Among the members of the application; null for whoever it does not name. */
  member: string | null
  /** Whether it is the applicant. */
  own: boolean
  sources: readonly SourceId[]
  /** Those of them that a new check asks under this consent, and not under one that took its place. */
  asks: readonly SourceId[]
}

/** Whom departments may be asked about on this day, and which: those under a live authorisation, and nobody else. */
export async function personsToVerify(
  db: Reader,
  deps: Deps,
  applicationId: string,
  today = deps.clock.today(),
): Promise<PersonToVerify[]> {
  const stored = await openStored(db, deps, applicationId)
  const all = stored.map(({ state }) => state)
  return stored.flatMap(({ state, detail: { idNumber } }) => {
    const sources = sourceIds.filter((source) => covers(state, source, today))
    if (sources.length === 0) return []
    const asks = sources.filter((source) => asksUnder(all, state, source, today))
    const { id: consent, who, role } = state
    const person = { name: who.name, member: who.memberId, own: role === 'applicant' }
    return [{ authorisation: state, consent, ...person, idNumber, sources, asks }]
  })
}
