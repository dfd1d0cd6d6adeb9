import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import { normaliseName } from '@yima/shared/identity/name'
import { numberKey, type PapersNumber } from '@yima/shared/identity/papers'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { endLossesOf } from '../code/ended-losses.ts'
import { endCorrectionsOf } from '../family/ended-corrections.ts'
import { familyRowsOf, moveFamily } from '../family/joined.ts'
import { endVisitsOf } from '../window/joined.ts'
import { noteIdentity } from './history.ts'
import { numberIndex } from './number-index.ts'
import { findIdentity, insertRecord, type Identity } from './own.ts'
import { pairIndex } from './pair.ts'
import { identity, identityPair, person, session } from './table.ts'
import { wrongPapers } from './wrong-papers.ts'

export type Proof = {
  number: PapersNumber
  name: string
  how: 'oidc' | 'window' | 'visit' | 'card'
  /** The officer who saw the person and the document. */
  by?: { id: string; name: string }
}

type Numbered = Pick<Proof, 'number'>

/** A number as the record and the identity of its person keep it: sealed, and by its hash. */
export function numberColumns({ vault }: Pick<Deps, 'vault'>, { number }: Numbered) {
  const index = numberIndex({ vault }, { number })
  const numberKind = numberKey(number)?.kind ?? ('none' as const)
  const value = number.kind === 'none' ? null : number.value
  return {
    ofPerson: {
      idIndex: numberKind === 'id-number' ? index : null,
      idCipher: value === null ? null : vault.sealField(value),
    },
    ofIdentity: { numberKind, numberIndex: index },
  }
}

/**
 * The identity that a document proved to have this number, locked. A number that was proven of a record which turned out
 * to be somebody's second, such as a renewed passport's, is theirs.
 */
export async function findProven(
  tx: Transaction,
  deps: Deps,
  index: Buffer | null,
): Promise<Identity | undefined> {
  if (!index) return undefined
  const [row] = await tx
    .select({ id: identity.id })
    .from(identity)
    .where(
      and(
        sql`${identity.id} IN (
          SELECT standing_identity(n.id) FROM identity n WHERE n.number_index = ${index} AND n.level = 'proven')`,
        eq(identity.level, 'proven'),
        isNull(identity.joinedTo),
        isNull(identity.closedAt),
      ),
    )
    .orderBy(identity.id)
    .limit(1)
    .for('update')
  return row && findIdentity(tx, deps, row.id)
}

const namedBy = (deps: Deps, { name }: Proof) => ({
  level: 'proven' as const,
  nameCipher: deps.vault.sealField(normaliseName(name)),
})
const recordOf = (deps: Deps, proof: Proof) => ({
  ...namedBy(deps, proof),
  ...numberColumns(deps, proof).ofPerson,
})

const provenBy = (deps: Deps, { how, by }: Proof) => ({
  level: 'proven' as const,
  ...{ provenHow: how, provenBy: by?.id ?? null, provenAt: deps.clock.now() },
})
const provenOf = (deps: Deps, proof: Proof) => ({
  ...provenBy(deps, proof),
  ...numberColumns(deps, proof).ofIdentity,
})

type Kept = typeof identity.$inferSelect | undefined

/**
 * The first proof stays, whoever sees a document since; only the register's takes its place, for good: from then on the
 * name is not an office's to correct.
 */
const firstStays = (kept: Kept, proof: Proof): boolean =>
  kept?.level === 'proven' && (kept.provenHow === 'oidc' || proof.how !== 'oidc')

/** What a proof writes down. Whoever is found by a second number keeps the first: each goes on leading to them. */
function columnsFor(deps: Deps, proof: Proof, kept: Kept) {
  const index = numberIndex(deps, proof)
  const isSecond = kept?.level === 'proven' && kept.numberIndex && index && !kept.numberIndex.equals(index)
  const numbers = numberColumns(deps, proof)
  return {
    ofPerson: { ...namedBy(deps, proof), ...(isSecond ? {} : numbers.ofPerson) },
    ofIdentity: {
      level: 'proven' as const,
      ...(firstStays(kept, proof) ? {} : provenBy(deps, proof)),
      ...(isSecond ? {} : numbers.ofIdentity),
    },
  }
}

/**
 * Every proof stands in the trail of whom it proved: who saw what, and when. The register says the same at each sign-in,
 * which is written down once.
 */
async function noteProof(
  tx: Transaction,
  deps: Deps,
  id: string,
  { how, by }: Proof,
  kept: Kept,
): Promise<void> {
  const whose = how === 'oidc' && kept?.provenHow === 'oidc' ? undefined : await findIdentity(tx, deps, id)
  const doer = by ? ({ kind: 'officer', ...by } as const) : ({ kind: 'system', id: null } as const)
  if (whose) await noteIdentity(tx, deps, whose, doer, 'identity-proven', { how })
}

async function insertProven(tx: Transaction, deps: Deps, proof: Proof): Promise<string> {
  const { record } = await insertRecord(tx, deps, {
    countyCode: deps.config.countyCode,
    // Nobody's phone: a pair that no phone can make.
    pairIndex: deps.vault.index('no-pair', crypto.randomUUID()),
    ...recordOf(deps, proof),
  })
  await tx.insert(identity).values({
    id: record.id,
    countyCode: record.countyCode,
    createdAt: deps.clock.now(),
    ...provenOf(deps, proof),
  })
  return record.id
}

/**
 * Makes what was filed with a proven number in the same name its person's own, also what came from other
 * phones since; another name stays apart until somebody has looked. A yes that was said at a window before does not cover it.
 */
export async function attachFiled(tx: Transaction, deps: Deps, identityId: string): Promise<void> {
  const own = await findIdentity(tx, deps, identityId)
  if (own?.level !== 'proven' || !own.record.idIndex) return
  const nameOf = (row: { nameCipher: Buffer }) => normaliseName(deps.vault.openField(row.nameCipher))
  const rows = await tx
    .select({ id: person.id, nameCipher: person.nameCipher })
    .from(person)
    .where(and(eq(person.idIndex, own.record.idIndex), isNull(person.identityId), ne(person.id, identityId)))
  const same = rows.filter((row) => nameOf(row) === nameOf(own.record)).map(({ id }) => id)
  if (same.length === 0) return
  const elsewhere = sql`CASE WHEN pair_index NOT IN (SELECT pair_index FROM identity_pair WHERE identity_id = ${identityId})
    THEN ${deps.clock.now().toISOString()}::timestamptz END`
  await tx.update(person).set({ identityId, attachedAt: elsewhere }).where(inArray(person.id, same))
}

/** Whether a record bears this name, however it is spaced. */
export const isNamed = ({ vault }: Deps, { record }: Identity, name: string): boolean =>
  normaliseName(vault.openField(record.nameCipher)) === normaliseName(name)

/** Whether this number was typed with this phone: of whoever signed in and never applied only their pair is kept. */
async function typedWith(
  tx: Transaction,
  { vault }: Deps,
  { id, record }: Identity,
  { number }: Proof,
): Promise<boolean> {
  if (number.kind !== 'id-number' || !record.phoneCipher) return false
  const phone = vault.openField(record.phoneCipher)
  const pair = pairIndex(vault, { identity: 'id-number', idNumber: number.value }, phone)
  const [held] = await tx
    .select({ id: identityPair.identityId })
    .from(identityPair)
    .where(and(eq(identityPair.pairIndex, pair), eq(identityPair.identityId, id)))
  return held !== undefined
}

/**
 * A phone that typed one number does not become somebody with another, nor with none: it may be the helper's. One that
 * typed none says who it is by the name alone, and becomes nobody else.
 */
async function refuseOther(
  tx: Transaction,
  deps: Deps,
  claimed: string,
  proof: Proof,
  index: Buffer | null,
): Promise<void> {
  const [row] = await tx.select().from(identity).where(eq(identity.id, claimed)).for('update')
  const typed = row?.numberIndex
  if (typed && !index) throw wrongPapers('number', 'number-was-typed', claimed)
  if (typed && index && !typed.equals(index)) throw wrongPapers('number', 'number-of-another', claimed)
  const said = typed ? undefined : await findIdentity(tx, deps, claimed)
  if (!said || isNamed(deps, said, proof.name) || (await typedWith(tx, deps, said, proof))) return
  throw wrongPapers('name', 'name-of-another', claimed)
}

/**
 * Makes two identities one: what was the first's, family and helpers included, is the second's from now on. Visits that
 * go on elsewhere end, and so does what waits to be compared about a name that nobody bears any more; `at`: the one at which it was found, if any.
 */
export async function join(
  tx: Transaction,
  deps: Deps,
  from: string,
  to: string,
  at?: string,
): Promise<void> {
  if (from === to) return
  await endVisitsOf(tx, deps, [from, to], at)
  await endCorrectionsOf(tx, deps, [from])
  await endLossesOf(tx, from, to)
  await moveFamily(tx, deps, await familyRowsOf(tx, from), to)
  await tx.update(person).set({ identityId: to }).where(eq(person.identityId, from))
  await tx.update(person).set({ identityId: to }).where(eq(person.id, from))
  await tx.update(identityPair).set({ identityId: to }).where(eq(identityPair.identityId, from))
  await tx.update(session).set({ identityId: to }).where(eq(session.identityId, from))
  await tx.update(identity).set({ joinedTo: to, joinedAt: deps.clock.now() }).where(eq(identity.id, from))
}

/**
 * Somebody was proven: by a sign-in that states the number, or by an officer who saw person and document.
 * `claimed` is the identity that stood there unproven; where that number is proven already, the two are
 * one person and are joined; `at` is the visit at which it was seen. Returns the identity that stands from now on.
 * Throws `invalid-input` on `number` when the claimed one typed another number, or one and none was seen, and on
 * `name` when it is another than was proven or, without a number, said. Of what the register says through the identity service no officer's reading is the judge.
 */
export async function prove(
  tx: Transaction,
  deps: Deps,
  proof: Proof,
  claimed?: string,
  at?: string,
): Promise<string> {
  const index = numberIndex(deps, proof)
  if (claimed) await refuseOther(tx, deps, claimed, proof, index)
  const known = await findProven(tx, deps, index)
  if (known && proof.how !== 'oidc' && !isNamed(deps, known, proof.name))
    throw wrongPapers('name', 'name-of-proven', known.id)
  const before = known?.id ?? claimed
  const [kept] = before ? await tx.select().from(identity).where(eq(identity.id, before)) : []
  const id = before ?? (await insertProven(tx, deps, proof))
  const { ofPerson, ofIdentity } = columnsFor(deps, proof, kept)
  await tx.update(person).set(ofPerson).where(eq(person.id, id))
  await tx.update(identity).set(ofIdentity).where(eq(identity.id, id))
  await noteProof(tx, deps, id, proof, kept)
  if (claimed) await join(tx, deps, claimed, id, at)
  await attachFiled(tx, deps, id)
  return id
}
