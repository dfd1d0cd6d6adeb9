import { eq, or, sql, type Placeholder, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { composed } from '../db/composed.ts'
import type { Reader, Transaction } from '../db/transaction.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import { identity, identityPair, person } from './table.ts'

type PersonRow = typeof person.$inferSelect
export type Identity = { record: PersonRow; key: Buffer } & Pick<
  typeof identity.$inferSelect,
  'id' | 'level' | 'numberKind' | 'countyCode'
>

const pairsOf = (identityId: string | Placeholder | SQL) =>
  sql`(SELECT ${identityPair.pairIndex} FROM ${identityPair} WHERE ${identityPair.identityId} = ${identityId})`

type Whose = {
  pairIndex: Buffer | null
  /** A placeholder or SQL where the query is composed once. */
  identityId: string | Placeholder | SQL | null
}

/** Rows of `person` that a session stands for: those of its phone and typed ID, and those proven to be its identity's. */
export function ownPersons({ pairIndex, identityId }: Whose): SQL {
  const ways = [
    ...(pairIndex ? [eq(person.pairIndex, pairIndex)] : []),
    ...(identityId
      ? [
          eq(person.id, identityId),
          eq(person.identityId, identityId),
          // As a list, not as a query within: else every person there is would be looked at.
          sql`${person.pairIndex} = ANY (ARRAY ${pairsOf(identityId)})`,
        ]
      : []),
  ]
  return or(...ways) ?? sql`false`
}

/** Rows of `person` that belong to this identity, whichever of its phones filed them. */
export const ownedBy = (identityId: string | Placeholder | SQL): SQL =>
  ownPersons({ pairIndex: null, identityId })

/** An identity by its row and its own record, opened. */
export const toIdentity = (
  deps: Pick<Deps, 'vault'>,
  row: typeof identity.$inferSelect,
  record: PersonRow,
): Identity => {
  if (!record.keyWrapped) throw new Error('An identity without a key was erased')
  const { id, level, numberKind, countyCode } = row
  return { id, level, numberKind, countyCode, record, key: deps.vault.unwrap(record.keyWrapped) }
}

const identityById = composed((db) =>
  db
    .select({ identity, record: person })
    .from(identity)
    .innerJoin(person, eq(person.id, identity.id))
    .where(eq(identity.id, sql.placeholder('id')))
    .prepare('identity by id'),
)

/** The identity of that id, with its own record and key; undefined when there is none or it was erased. */
export async function findIdentity(db: Reader, deps: Deps, id: string): Promise<Identity | undefined> {
  const [row] = await identityById(db).execute({ id })
  return row?.record.keyWrapped ? toIdentity(deps, row.identity, row.record) : undefined
}

/** What the pair said of itself when it last applied; of somebody who never did, only the phone is known. */
export async function lastSaid(tx: Transaction, pairIndex: Buffer): Promise<PersonRow | undefined> {
  const [row] = await tx
    .select()
    .from(person)
    .where(eq(person.pairIndex, pairIndex))
    .orderBy(sql`${person.createdAt} DESC`)
    .limit(1)
  return row
}

/** A person row of no application: the record that an identity keeps of itself. */
export async function insertRecord(
  tx: Transaction,
  deps: Deps,
  of: Pick<PersonRow, 'countyCode' | 'pairIndex' | 'level'> &
    Partial<Pick<PersonRow, 'idIndex' | 'idCipher' | 'phoneIndex' | 'phoneCipher' | 'nameCipher'>> & {
      phoneConfirmed?: boolean
    },
): Promise<{ record: PersonRow; key: Buffer }> {
  const { key, wrapped } = deps.vault.newKey()
  const [record] = await tx
    .insert(person)
    .values({
      id: uuidv7(),
      ...of,
      nameCipher: of.nameCipher ?? deps.vault.sealField(''),
      phoneConfirmed: of.phoneConfirmed ?? false,
      keyWrapped: wrapped,
      createdAt: deps.clock.now(),
    })
    .returning()
  if (!record) throw new Error('A row that was inserted is missing')
  return { record, key }
}

async function claimIdentity(
  tx: Transaction,
  deps: Deps,
  { pairIndex, phone }: { pairIndex: Buffer; phone: string | null },
): Promise<Identity> {
  const said = await lastSaid(tx, pairIndex)
  const { record } = await insertRecord(tx, deps, {
    countyCode: said?.countyCode ?? deps.config.countyCode,
    pairIndex,
    level: 'claimed',
    idIndex: said?.idIndex ?? null,
    idCipher: said?.idCipher ?? null,
    nameCipher: said?.nameCipher ?? deps.vault.sealField(''),
    phoneIndex: phone ? deps.vault.index('phone', phone) : null,
    phoneCipher: phone ? deps.vault.sealField(phone) : null,
    phoneConfirmed: phone !== null,
  })
  const [row] = await tx
    .insert(identity)
    .values({
      id: record.id,
      countyCode: record.countyCode,
      level: 'claimed',
      numberKind: record.idIndex ? 'id-number' : 'none',
      numberIndex: record.idIndex,
      createdAt: deps.clock.now(),
    })
    .returning()
  if (!row) throw new Error('A row that was inserted is missing')
  await tx.insert(identityPair).values({ pairIndex, identityId: row.id, createdAt: deps.clock.now() })
  return toIdentity(deps, row, record)
}

async function findOfPair(tx: Transaction, deps: Deps, pairIndex: Buffer): Promise<Identity | undefined> {
  // Two requests of one new session at once would claim twice: the pair is the lock.
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${pairIndex.toString('hex')}, 1))`)
  const [pair] = await tx.select().from(identityPair).where(eq(identityPair.pairIndex, pairIndex))
  return pair && findIdentity(tx, deps, pair.identityId)
}

/**
 * The identity that a session stands for; claimed here when nothing needed it before, with what its phone
 * and typed ID said when it last applied (nothing else is looked up: another phone with that ID is another
 * claim). A name that was never said is ''.
 */
export async function getIdentity(
  tx: Transaction,
  deps: Deps,
  resident: Pick<ResidentSession, 'identityId' | 'pairIndex' | 'phone'>,
): Promise<Identity> {
  const { identityId, pairIndex, phone } = resident
  const known = identityId ? await findIdentity(tx, deps, identityId) : undefined
  if (known) return known
  if (!pairIndex) throw new Error('A session without an identity')
  return (await findOfPair(tx, deps, pairIndex)) ?? claimIdentity(tx, deps, { pairIndex, phone })
}
