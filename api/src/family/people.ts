import { desc, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import { getIdentity, ownedBy, type Identity } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { application } from '../application/table.ts'

export type Reader = Pick<Transaction, 'select' | 'execute'>

/** Names of identities by id; one that nobody said is ''. */
export async function namesOf(
  db: Reader,
  { vault }: Pick<Deps, 'vault'>,
  ids: readonly (string | null)[],
): Promise<Map<string, string>> {
  const known = [...new Set(ids.filter((id) => id !== null))]
  if (known.length === 0) return new Map()
  const rows = await db
    .select({ id: person.id, nameCipher: person.nameCipher })
    .from(person)
    .where(inArray(person.id, known))
  return new Map(rows.map(({ id, nameCipher }) => [id, vault.openField(nameCipher)]))
}

export const nameOf = ({ vault }: Pick<Deps, 'vault'>, { record }: Pick<Identity, 'record'>): string =>
  vault.openField(record.nameCipher)

/** Somebody who never applied says their name once; a name that is known stays. */
export async function sayName(tx: Transaction, deps: Deps, who: Identity, name: string): Promise<Identity> {
  if (nameOf(deps, who) !== '') return who
  const nameCipher = deps.vault.sealField(name)
  await tx.update(person).set({ nameCipher }).where(eq(person.id, who.id))
  return { ...who, record: { ...who.record, nameCipher } }
}

/** The identity of whoever is signed in. */
export const me = (tx: Transaction, deps: Deps, resident: ResidentSession): Promise<Identity> =>
  getIdentity(tx, deps, resident)

/** A session that stands for an identity and nothing besides: for reading what is that person's own. */
export const standingFor = (id: string, level: Identity['level']): ResidentSession => ({
  kind: 'resident',
  sessionId: '',
  pairIndex: null,
  identityId: id,
  level,
  phone: null,
})

/** Where somebody applied last, else the county: on whose desk their family matters lie. */
export async function regionOf(db: Reader, deps: Deps, { id }: Identity): Promise<string> {
  const [row] = await db
    .select({ regionCode: application.regionCode })
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(ownedBy(id))
    .orderBy(desc(application.submittedAt))
    .limit(1)
  return row?.regionCode ?? `${deps.config.countyCode}000000`
}
