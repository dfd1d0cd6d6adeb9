import { sql } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'

/** Every place in which a family names somebody; rows by what identifies them. */
const places = [
  { table: 'household_member', column: 'identity_id', key: "household_id::text || ' ' || number" },
  { table: 'household', column: 'head_id', key: 'id::text' },
  { table: 'guardianship', column: 'guardian_id', key: 'id::text' },
  { table: 'guardianship', column: 'ward_id', key: 'id::text' },
  { table: 'mandate', column: 'giver_id', key: 'id::text' },
  { table: 'mandate', column: 'helper_id', key: 'id::text' },
  { table: 'family_invitation', column: 'inviter_id', key: 'id::text' },
] as const

/** Rows that name somebody, place by place. */
export type FamilyRows = string[][]

/** Where a family names this person now. */
export async function familyRowsOf(tx: Transaction, id: string): Promise<FamilyRows> {
  const all: FamilyRows = []
  for (const { table, column, key } of places) {
    const { rows } = await tx.execute<{ key: string }>(
      sql`SELECT ${sql.raw(key)} AS key FROM ${sql.identifier(table)} WHERE ${sql.identifier(column)} = ${id}`,
    )
    all.push(rows.map((row) => row.key))
  }
  return all
}

/**
 * What would make somebody their own helper or guardian, or put them into two households, stays with the
 * record it was said of: an office has to look at it.
 */
const fitting = (table: string, column: string, to: string) => {
  if (table === 'household_member')
    return sql`(t.left_on IS NOT NULL OR NOT EXISTS (
      SELECT 1 FROM household_member m WHERE m.identity_id = ${to} AND m.left_on IS NULL))`
  const other: Record<string, string> = {
    giver_id: 'helper_id',
    helper_id: 'giver_id',
    guardian_id: 'ward_id',
    ward_id: 'guardian_id',
  }
  const beside = other[column]
  return beside ? sql`t.${sql.identifier(beside)} IS DISTINCT FROM ${to}` : sql`true`
}

/** These rows name `to` from now on, in the caller's transaction. */
export async function moveFamily(tx: Transaction, rows: FamilyRows, to: string): Promise<void> {
  for (const [at, { table, column, key }] of places.entries()) {
    const keys = rows[at] ?? []
    if (keys.length > 0)
      await tx.execute(sql`
        UPDATE ${sql.identifier(table)} t SET ${sql.identifier(column)} = ${to}
         WHERE ${sql.raw(key)} = ANY (${sql.param(keys)}::text[]) AND ${fitting(table, column, to)}`)
  }
}
