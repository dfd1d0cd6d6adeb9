import { and, eq, gt, inArray, isNull, sql, type Placeholder, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type * as v from 'valibot'
import { businessDate } from '@yima/shared/calendar/deadline'
import type { relativeBody, RelativeView } from '@yima/shared/organisation/contract'
import type { DeclaredRelative } from '@yima/shared/organisation/csv/row'
import { composed } from '../db/composed.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { addressIndex } from '../identity/address-index.ts'
import { numberIndex } from '../identity/number-index.ts'
import { countyOf, type Reader } from './load.ts'
import { record, turn } from './record.ts'
import { organisationChange, organisationEvent, relative } from './table.ts'

type Officer = OfficerSession['officer']

export type Declared = v.InferOutput<typeof relativeBody>
type Said = Pick<Declared, 'name' | 'number' | 'phone' | 'home'>

/** Name and keyed number of somebody who is said to be related, with the keyed telephone and home; none of them is kept itself. */
type Kept = { name: string; idIndex: Buffer; phoneIndex: Buffer | null; addressIndex: Buffer | null }

/** A relative as it is kept; throws for papers without a number, which nobody is found by. */
export function keptOf(deps: Pick<Deps, 'vault'>, { name, number, phone, home }: Said): Kept {
  const idIndex = numberIndex(deps, { number })
  if (!idIndex) throw new Error('A number on papers that is none')
  const phoneIndex = phone === undefined ? null : deps.vault.index('phone', phone)
  return { name, idIndex, phoneIndex, addressIndex: home ? addressIndex(deps, home) : null }
}

const asText = (index: Buffer | null): string | null => index && index.toString('base64')
const asBytes = (text: string | null | undefined): Buffer | null => (text ? Buffer.from(text, 'base64') : null)

/** Seals what travels beside a change that waits. */
export function sealRelative(deps: Pick<Deps, 'vault'>, said: Said): Buffer {
  const { name, idIndex, phoneIndex, addressIndex: home } = keptOf(deps, said)
  return deps.vault.sealField(JSON.stringify({ name, idIndex: asText(idIndex), phoneIndex: asText(phoneIndex), addressIndex: asText(home) }))
}

function openRelative({ vault }: Pick<Deps, 'vault'>, sealed: Buffer): Kept {
  type Laid = { name: string; idIndex: string; phoneIndex?: string | null; addressIndex?: string | null }
  const { name, idIndex, phoneIndex, addressIndex: home } = JSON.parse(vault.openField(sealed)) as Laid
  return { name, idIndex: Buffer.from(idIndex, 'base64'), phoneIndex: asBytes(phoneIndex), addressIndex: asBytes(home) }
}

/** Said by an administrator, and not confirmed by anybody: nothing follows from it yet. */
async function waitingOf(deps: Deps, db: Reader, officerId: string): Promise<RelativeView[]> {
  const rows = await db
    .select()
    .from(organisationChange)
    .where(
      and(
        inArray(organisationChange.state, ['proposed', 'scheduled']),
        sql`${organisationChange.change} @> ${JSON.stringify({ type: 'add-relative', officerId })}::jsonb`,
      ),
    )
  return rows.flatMap(({ id, change, relativeCipher, effectiveOn }): RelativeView[] =>
    change.type === 'add-relative' && relativeCipher
      ? [
          {
            ...{ id, name: openRelative(deps, relativeCipher).name, kinship: change.kinship },
            ...{ declaredOn: effectiveOn, by: 'administrator', waits: true },
          },
        ]
      : [],
  )
}

/** The declared relatives of an officer whose requests it must not handle (回避), then those who wait to be. */
async function relativesOf(deps: Deps, officerId: string, db: Reader): Promise<RelativeView[]> {
  const rows = await db
    .select()
    .from(relative)
    .where(and(eq(relative.officerId, officerId), isNull(relative.endedAt)))
    .orderBy(relative.declaredAt, relative.id)
  const held = rows.map((row): RelativeView => ({
    id: row.id,
    name: deps.vault.openField(row.nameCipher),
    kinship: row.kinship,
    declaredOn: businessDate(row.declaredAt),
    by: row.declaredBy === officerId ? 'officer' : 'administrator',
  }))
  return [...held, ...(await waitingOf(deps, db, officerId))]
}

/** Once an hour is enough: what changed would disappear behind who opened the page. */
async function lookedBefore(tx: Transaction, actorId: string, subject: string, at: Date): Promise<boolean> {
  const { actorId: by, subject: of, type, at: when } = organisationEvent
  const [row] = await tx
    .select({ number: organisationEvent.number })
    .from(organisationEvent)
    .where(
      and(
        ...[eq(by, actorId), eq(of, subject), eq(type, 'relatives-looked-at')],
        gt(when, new Date(at.getTime() - 3_600_000)),
      ),
    )
    .limit(1)
  return row !== undefined
}

/** The same for whoever asks: that an officer looked at somebody else's family stands in the history of that one. */
export const lookAtRelatives = (deps: Deps, by: Officer, officerId: string): Promise<RelativeView[]> =>
  inTransaction(deps.db, async (tx) => {
    const countyCode = countyOf(deps, by)
    await turn(tx, countyCode)
    const shown = await relativesOf(deps, officerId, tx)
    const at = deps.clock.now()
    if (shown.length > 0 && by.id !== officerId && !(await lookedBefore(tx, by.id, officerId, at)))
      await record(tx, { countyCode, actorId: by.id, at }, [
        { event: { type: 'relatives-looked-at', id: uuidv7() }, subject: officerId },
      ])
    return shown
  })

/** Every declared relative of the officers of a county that stands; what waits for a second person is not among them. */
export async function declaredIn(
  { vault }: Pick<Deps, 'vault'>,
  db: Reader,
  county: string,
): Promise<DeclaredRelative[]> {
  const rows = await db
    .select()
    .from(relative)
    .where(and(eq(relative.countyCode, county), isNull(relative.endedAt)))
    .orderBy(relative.officerId, relative.declaredAt, relative.id)
  return rows.map(({ id, officerId, nameCipher, kinship }) => ({
    ...{ id, officerId, name: vault.openField(nameCipher), kinship },
  }))
}

type Whose = Pick<RelativeView, 'kinship'> & { officerId: string; countyCode: string; by: string }

/** Declared twice it is one; the id of the row, or undefined where it stood before. */
export async function insertRelative(
  tx: Transaction,
  { vault, clock }: Pick<Deps, 'vault' | 'clock'>,
  { name, ...indexes }: Kept,
  { officerId, countyCode, kinship, by }: Whose,
): Promise<string | undefined> {
  const [row] = await tx
    .insert(relative)
    .values({
      ...{ id: uuidv7(), countyCode, officerId, ...indexes, nameCipher: vault.sealField(name), kinship },
      ...{ declaredBy: by, declaredAt: clock.now(), endedAt: null },
    })
    .onConflictDoNothing()
    .returning({ id: relative.id })
  return row?.id
}

/** What an administrator said and another confirmed holds from now on. */
export const carryRelative = (tx: Transaction, deps: Deps, sealed: Buffer, whose: Whose): Promise<unknown> =>
  insertRelative(tx, deps, openRelative(deps, sealed), whose)

/** The numbers of an identity (the SQL of its id), and of every record that turned out to be the same person's. */
const numbersOf = (identityId: SQL): SQL => sql`(
  SELECT f.number_index FROM identity f WHERE f.id IN (SELECT joined_identities(standing_identity(${identityId}))))`

const relativeWhere = (name: string, isTheirs: SQL) =>
  composed((db) =>
    db
      .select({ id: relative.id })
      .from(relative)
      .where(and(eq(relative.officerId, sql.placeholder('officerId')), isNull(relative.endedAt), isTheirs))
      .limit(1)
      .prepare(name),
  )

const relativeByIdentity = relativeWhere(
  'relative by identity',
  sql`${relative.idIndex} IN ${numbersOf(sql`${sql.placeholder('identityId')}::uuid`)}`,
)
const bearsNumber = (idIndex: Placeholder | Buffer): SQL => sql`(${relative.idIndex} = ${idIndex} OR EXISTS (
  SELECT 1 FROM identity n
   WHERE n.number_index = ${idIndex} AND ${relative.idIndex} IN ${numbersOf(sql`n.id`)}))`
const relativeByNumber = relativeWhere('relative by number', bearsNumber(sql.placeholder('idIndex')))

/** Whether an identity (the SQL of its id) is a declared relative of an officer, by whichever papers, as part of a query. */
export const isRelativeOf = (officerId: Placeholder | SQL, identityId: SQL): SQL<boolean> => sql<boolean>`EXISTS (
  SELECT FROM relative v
   WHERE v.officer_id = ${officerId} AND v.ended_at IS NULL AND v.id_index IN ${numbersOf(identityId)})`

/** The same of one identity, by itself. */
export const isRelativeHere = async (db: Reader, officerId: string, identityId: string): Promise<boolean> =>
  (await relativeByIdentity(db).execute({ officerId, identityId })).length > 0

/** Whether the person of that number is a declared relative of this officer, by it or by another of theirs. */
export async function isRelative(db: Reader, officerId: string, idIndex: Buffer | null): Promise<boolean> {
  if (!idIndex) return false
  return (await relativeByNumber(db).execute({ officerId, idIndex })).length > 0
}

/**
 * Whoever bears the number of a declared relative `v`, as ids of `person`: typed with a request, proven only after one
 * without it, or that of a foreign document, which stands with the identity alone. A document is renewed under another
 * number: records that turned out to be one person's count as one.
 */
const bearersOfNumber: SQL = sql`(
  SELECT w.id FROM person w WHERE w.id_index = v.id_index
  UNION ALL
  SELECT own.id FROM identity n CROSS JOIN LATERAL joined_identities(standing_identity(n.id)) AS f (id)
    CROSS JOIN LATERAL (
      SELECT f.id
      UNION ALL SELECT p.id FROM person p WHERE p.identity_id = f.id
      UNION ALL SELECT p.id FROM identity_pair k JOIN person p ON p.pair_index = k.pair_index
                 WHERE k.identity_id = f.id) own
   WHERE n.number_index = v.id_index)`

/** The same, and whoever applies from the telephone that was declared. */
const bearersOf: SQL = sql`(
  SELECT b.id FROM ${bearersOfNumber} b
  UNION ALL
  SELECT w.id FROM person w WHERE w.phone_index = v.phone_index)`

/** The keyed numbers of a declared relative `v`: the one that was declared, and those of every record that is the same person's. */
const numbersBorne: SQL = sql`(
  SELECT v.id_index AS number
  UNION ALL
  SELECT f.number_index FROM identity n CROSS JOIN LATERAL joined_identities(standing_identity(n.id)) AS j (id)
    JOIN identity f ON f.id = j.id
   WHERE n.number_index = v.id_index AND f.number_index IS NOT NULL)`

/**
 * The requests of a declared relative `v`, those that somebody else made for them, and those of a household of which they
 * are an adult whose word was asked, and those from the home that was declared, as ids of `application`.
 */
export const requestsOf: SQL = sql`(
  SELECT q.id FROM ${bearersOf} w JOIN application q ON q.person_id = w.id
  UNION ALL
  SELECT q.id FROM ${numbersBorne} b JOIN application q ON q.about_index = b.number
  UNION ALL
  SELECT z.application_id FROM ${numbersBorne} b JOIN authorisation z ON z.number_index = b.number
  UNION ALL
  SELECT q.id FROM application q WHERE q.address_index = v.address_index)`

/**
 * The requests that are a declared relative's own by their number, as ids of `application`. A telephone is lent and a home is shared with
 * people who are nobody's relatives: these keep an officer away, and are no ground to call anybody their kin before the village.
 */
export const ownRequestsOf: SQL = sql`(
  SELECT q.id FROM ${bearersOfNumber} w JOIN application q ON q.person_id = w.id
  UNION ALL
  SELECT q.id FROM ${numbersBorne} b JOIN application q ON q.about_index = b.number)`

/** The condition that an officer (the SQL of an id) must not handle anything of somebody (the SQL of an id of `person`). */
export const isRelatedTo = (officerId: SQL, personId: SQL): SQL => sql`EXISTS (
  SELECT 1 FROM relative v CROSS JOIN LATERAL ${bearersOf} w
   WHERE v.officer_id = ${officerId} AND v.ended_at IS NULL AND w.id = ${personId})`

/** Requests of relatives of any of these officers (the condition on their declared relatives `v`). */
export const requestsWhere = (theirs: SQL): SQL => sql`(
  SELECT r.id FROM relative v CROSS JOIN LATERAL ${requestsOf} r WHERE ${theirs} AND v.ended_at IS NULL)`

/** Whether relatives are declared of whom that holds (the condition on `relative v`). */
export const isAnybodyDeclared = (whose: SQL): SQL => sql`EXISTS (
  SELECT 1 FROM relative v WHERE ${whose} AND v.ended_at IS NULL)`

/** Every request that is about a declared relative of any of these officers, as a list of ids. */
export const relatedRequests = (officerIds: readonly string[]): SQL => sql`ARRAY
  ${requestsWhere(sql`v.officer_id = ANY (${sql.param([...new Set(officerIds)])}::uuid[])`)}`

/**
 * The condition that somebody (the SQL of an id of `person`) is no declared relative of any of these officers.
 */
export const notRelatives = (
  officerIds: readonly string[],
  personId: SQL,
): SQL => sql`${personId} <> ALL (ARRAY(
  SELECT w.id FROM relative v CROSS JOIN LATERAL ${bearersOf} w
   WHERE v.officer_id = ANY (${sql.param([...new Set(officerIds)])}::uuid[]) AND v.ended_at IS NULL))`

/** Officers who must not handle anything of a person, for `AccessObject.excluded`. */
export async function excludedFromPerson(
  db: Pick<Transaction, 'execute'>,
  personId: string,
): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    SELECT DISTINCT v.officer_id AS id
      FROM person p
      LEFT JOIN identity_pair k ON k.pair_index = p.pair_index
      CROSS JOIN LATERAL (
        SELECT p.id_index AS number
        UNION ALL SELECT f.number_index FROM identity f
         WHERE f.id IN (SELECT joined_identities(standing_identity(x)) FROM unnest(ARRAY[p.id, p.identity_id, k.identity_id]) x)) own
      JOIN relative v ON (v.id_index = own.number OR v.phone_index = p.phone_index) AND v.ended_at IS NULL
     WHERE p.id = ${personId}`)
  return rows.map(({ id }) => id)
}

/** The same of whoever bears a number, known to the office or not; of nobody where there is none. */
export async function excludedFromNumber(
  db: Pick<Transaction, 'execute'>,
  idIndex: Buffer | null,
): Promise<string[]> {
  if (!idIndex) return []
  const { rows } = await db.execute<{ id: string }>(sql`
    SELECT DISTINCT ${relative.officerId} AS id FROM ${relative}
     WHERE ${relative.endedAt} IS NULL AND ${bearsNumber(idIndex)}`)
  return rows.map(({ id }) => id)
}

/** The same of whoever shares the home from which an application came. */
export async function excludedFromHome(db: Pick<Transaction, 'execute'>, applicationId: string): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    SELECT DISTINCT v.officer_id AS id
      FROM application q JOIN relative v ON v.address_index = q.address_index AND v.ended_at IS NULL
     WHERE q.id = ${applicationId}`)
  return rows.map(({ id }) => id)
}

/** The same of the adults of a household who were asked for their word. */
export async function excludedFromAdults(
  db: Pick<Transaction, 'execute'>,
  applicationId: string,
): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    SELECT DISTINCT v.officer_id AS id
      FROM authorisation z
      CROSS JOIN LATERAL (
        SELECT z.number_index AS number
        UNION ALL SELECT f.number_index FROM identity n
          CROSS JOIN LATERAL joined_identities(standing_identity(n.id)) AS j (id)
          JOIN identity f ON f.id = j.id
         WHERE n.number_index = z.number_index) own
      JOIN relative v ON v.id_index = own.number AND v.ended_at IS NULL
     WHERE z.application_id = ${applicationId} AND z.number_index IS NOT NULL`)
  return rows.map(({ id }) => id)
}

/** The same of an application, by whoever handed it in. */
export async function excludedFrom(tx: Transaction, applicationId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(
    sql`SELECT person_id AS id FROM application WHERE id = ${applicationId}`,
  )
  return rows[0] ? excludedFromPerson(tx, rows[0].id) : []
}
