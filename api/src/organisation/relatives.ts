import { and, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type * as v from 'valibot'
import { businessDate } from '@yima/shared/calendar/deadline'
import type { relativeBody, RelativeView } from '@yima/shared/organisation/contract'
import type { DeclaredRelative } from '@yima/shared/organisation/csv/row'
import { composed } from '../db/composed.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import type { Reader } from './load.ts'
import { record, turn } from './record.ts'
import { organisationChange, relative } from './table.ts'

type Officer = OfficerSession['officer']

type Declared = v.InferOutput<typeof relativeBody>
type Said = Pick<Declared, 'name' | 'idNumber'>

/** Name and keyed number of somebody who is said to be related; the number itself is kept nowhere. */
type Kept = { name: string; idIndex: Buffer }

const keptOf = ({ vault }: Pick<Deps, 'vault'>, { name, idNumber }: Said): Kept => ({
  name,
  idIndex: vault.index('id-number', idNumber),
})

/** Seals what travels beside a change that waits. */
export function sealRelative(deps: Pick<Deps, 'vault'>, said: Said): Buffer {
  const { name, idIndex } = keptOf(deps, said)
  return deps.vault.sealField(JSON.stringify({ name, idIndex: idIndex.toString('base64') }))
}

function openRelative({ vault }: Pick<Deps, 'vault'>, sealed: Buffer): Kept {
  const { name, idIndex } = JSON.parse(vault.openField(sealed)) as { name: string; idIndex: string }
  return { name, idIndex: Buffer.from(idIndex, 'base64') }
}

/** Said by an administrator, and not confirmed by anybody: nothing follows from it yet. */
async function waitingOf(deps: Deps, officerId: string): Promise<RelativeView[]> {
  const rows = await deps.db
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
export async function relativesOf(deps: Deps, officerId: string): Promise<RelativeView[]> {
  const rows = await deps.db
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
  return [...held, ...(await waitingOf(deps, officerId))]
}

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
async function insertRelative(
  tx: Transaction,
  { vault, clock }: Pick<Deps, 'vault' | 'clock'>,
  { name, idIndex }: Kept,
  { officerId, countyCode, kinship, by }: Whose,
): Promise<string | undefined> {
  const [row] = await tx
    .insert(relative)
    .values({
      ...{ id: uuidv7(), countyCode, officerId, idIndex, nameCipher: vault.sealField(name), kinship },
      ...{ declaredBy: by, declaredAt: clock.now(), endedAt: null },
    })
    .onConflictDoNothing()
    .returning({ id: relative.id })
  return row?.id
}

/** What an administrator said and another confirmed holds from now on. */
export const carryRelative = (tx: Transaction, deps: Deps, sealed: Buffer, whose: Whose): Promise<unknown> =>
  insertRelative(tx, deps, openRelative(deps, sealed), whose)

/** An officer declares a relative of the own: it takes the own reach away, needs nobody else and holds at once. */
export async function declareRelative(deps: Deps, once: Once, by: Officer, said: Declared): Promise<void> {
  const countyCode = by.regionCode.slice(0, 6)
  const { kinship } = said
  await inTransaction(deps.db, async (tx) => {
    await turn(tx, countyCode)
    const whose = { officerId: by.id, countyCode, kinship, by: by.id }
    const id = await insertRelative(tx, deps, keptOf(deps, said), whose)
    const at = deps.clock.now()
    if (id !== undefined)
      await record(tx, { countyCode, actorId: by.id, at }, [
        { event: { type: 'relative-declared', id, kinship }, subject: by.id },
      ])
    await remember(tx, once, at, 200, { done: true })
  })
}

const relativeOfOfficer = composed((db) =>
  db
    .select({ id: relative.id })
    .from(relative)
    .where(
      and(
        eq(relative.officerId, sql.placeholder('officerId')),
        eq(relative.idIndex, sql.placeholder('idIndex')),
        isNull(relative.endedAt),
      ),
    )
    .limit(1)
    .prepare('relative of officer'),
)

/** Whether the person of that number is a declared relative of this officer. */
export async function isRelative(db: Reader, officerId: string, idIndex: Buffer | null): Promise<boolean> {
  if (!idIndex) return false
  return (await relativeOfOfficer(db).execute({ officerId, idIndex })).length > 0
}

/**
 * The condition that somebody (the SQL of an id of `person`) is no declared relative of any of these officers, also
 * where the number was proven only after an application without one.
 */
export const notRelatives = (officerIds: readonly string[], personId: SQL): SQL => {
  const numbers = sql`
    FROM relative v JOIN person w ON w.id_index = v.id_index
   WHERE v.officer_id = ANY (${sql.param([...new Set(officerIds)])}::uuid[]) AND v.ended_at IS NULL`
  return sql`${personId} <> ALL (ARRAY(
    SELECT w.id ${numbers}
    UNION ALL
    SELECT own.id FROM person own WHERE own.identity_id IN (SELECT w.id ${numbers})
    UNION ALL
    SELECT own.id FROM identity_pair k JOIN person own ON own.pair_index = k.pair_index
     WHERE k.identity_id IN (SELECT w.id ${numbers})))`
}

/** Officers who must not handle anything of a person, for `AccessObject.excluded`. */
export async function excludedFromPerson(
  db: Pick<Transaction, 'execute'>,
  personId: string,
): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    SELECT DISTINCT v.officer_id AS id
      FROM person p
      LEFT JOIN identity_pair k ON k.pair_index = p.pair_index
      JOIN person w ON w.id IN (p.id, p.identity_id, k.identity_id)
      JOIN relative v ON v.id_index = w.id_index AND v.ended_at IS NULL
     WHERE p.id = ${personId}`)
  return rows.map(({ id }) => id)
}

/** The same of an application. */
export async function excludedFrom(tx: Transaction, applicationId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(
    sql`SELECT person_id AS id FROM application WHERE id = ${applicationId}`,
  )
  return rows[0] ? excludedFromPerson(tx, rows[0].id) : []
}
