import { and, eq, isNull, sql, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type * as v from 'valibot'
import { businessDate } from '@yima/shared/calendar/deadline'
import type { relativeBody, RelativeView } from '@yima/shared/organisation/contract'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { relative } from './table.ts'

type Officer = OfficerSession['officer']

/** The declared relatives of an officer whose requests it must not handle (回避). */
export async function relativesOf({ db, vault }: Deps, officerId: string): Promise<RelativeView[]> {
  const rows = await db
    .select()
    .from(relative)
    .where(and(eq(relative.officerId, officerId), isNull(relative.endedAt)))
    .orderBy(relative.declaredAt)
  return rows.map((row) => ({
    id: row.id,
    name: vault.openField(row.nameCipher),
    kinship: row.kinship,
    declaredOn: businessDate(row.declaredAt),
    by: row.declaredBy === officerId ? 'officer' : 'administrator',
  }))
}

/**
 * Declares a relative of an officer, by the officer or by an administrator. It takes reach away and gives none:
 * it needs no second person and holds at once. Declared twice it is one.
 */
export async function declareRelative(
  deps: Deps,
  once: Once,
  by: Officer,
  officerId: string,
  { name, idNumber, kinship }: v.InferOutput<typeof relativeBody>,
): Promise<void> {
  const { db, vault, clock } = deps
  await inTransaction(db, async (tx) => {
    await tx
      .insert(relative)
      .values({
        id: uuidv7(),
        countyCode: by.regionCode.slice(0, 6),
        officerId,
        idIndex: vault.index('id-number', idNumber),
        nameCipher: vault.sealField(name),
        kinship,
        declaredBy: by.id,
        declaredAt: clock.now(),
        endedAt: null,
      })
      .onConflictDoNothing()
    await remember(tx, once, clock.now(), 200, { done: true })
  })
}

/** Whether the person of that number is a declared relative of this officer. */
export async function isRelative(
  db: Pick<Transaction, 'select'>,
  officerId: string,
  idIndex: Buffer | null,
): Promise<boolean> {
  if (!idIndex) return false
  const which = and(
    eq(relative.officerId, officerId),
    eq(relative.idIndex, idIndex),
    isNull(relative.endedAt),
  )
  return (await db.select({ id: relative.id }).from(relative).where(which).limit(1)).length > 0
}

/** The condition that somebody, the person of an `application a` unless said, is no declared relative of this officer. */
export const notRelatives = (officerId: string, person = sql`a.person_id`): SQL => sql`NOT EXISTS (
  SELECT 1 FROM relative v JOIN person w ON w.id_index = v.id_index
   WHERE v.officer_id = ${officerId} AND v.ended_at IS NULL AND w.id = ${person})`

/** Officers who must not handle anything of a person, for `AccessObject.excluded`. */
export async function excludedFromPerson(
  db: Pick<Transaction, 'execute'>,
  personId: string,
): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    SELECT DISTINCT v.officer_id AS id
      FROM person p JOIN person w ON w.id = p.id OR w.id = p.identity_id
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
