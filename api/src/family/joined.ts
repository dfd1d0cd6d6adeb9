import { sql } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'
import { openBytes, sealBytes, type Vault } from '../vault.ts'

/** Every place in which a family names somebody; rows by what identifies them. `sealed`: under the key of whom this column names. */
const places = [
  { table: 'household_member', column: 'identity_id', key: "household_id::text || ' ' || number" },
  { table: 'household', column: 'head_id', key: 'id::text' },
  { table: 'guardianship', column: 'guardian_id', key: 'id::text' },
  { table: 'guardianship', column: 'ward_id', key: 'id::text', sealed: true },
  { table: 'mandate', column: 'giver_id', key: 'id::text' },
  { table: 'mandate', column: 'helper_id', key: 'id::text' },
  { table: 'family_invitation', column: 'inviter_id', key: 'id::text', sealed: true },
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

/** What stands in a row lies under the key of whom it names: another key opens it no more. */
async function resealed(tx: Transaction, vault: Vault, table: string, moved: readonly { key: string; before: string }[], to: string): Promise<void> {
  const keyOf = async (id: string): Promise<Buffer | undefined> => {
    const { rows } = await tx.execute<{ key: Buffer | null }>(sql`SELECT key_wrapped AS key FROM person WHERE id = ${id}`)
    return rows[0]?.key ? vault.unwrap(rows[0].key) : undefined
  }
  const after = await keyOf(to)
  for (const { key: id, before } of moved) {
    const own = await keyOf(before)
    const { rows } = await tx.execute<{ sealed: Buffer }>(sql`SELECT sealed FROM ${sql.identifier(table)} WHERE id = ${id}`)
    const content = own && rows[0] && openedBy(own, rows[0].sealed)
    if (content && after) await tx.execute(sql`UPDATE ${sql.identifier(table)} SET sealed = ${sealBytes(after, content)} WHERE id = ${id}`)
  }
}

/** What was moved before it was sealed anew lies under the key to which it goes back. */
function openedBy(key: Buffer, sealed: Buffer): Buffer | undefined {
  try {
    return openBytes(key, sealed)
  } catch {
    return undefined
  }
}

/** These rows name `to` from now on, in the caller's transaction, and `to` alone opens what is sealed in them. */
export async function moveFamily(tx: Transaction, { vault }: { vault: Vault }, rows: FamilyRows, to: string): Promise<void> {
  for (const [at, { table, column, key, ...place }] of places.entries()) {
    const keys = rows[at] ?? []
    if (keys.length === 0) continue
    const { rows: moved } = await tx.execute<{ key: string; before: string }>(sql`
      WITH found AS (
        SELECT ${sql.raw(key)} AS key, ${sql.identifier(column)} AS before FROM ${sql.identifier(table)}
         WHERE ${sql.raw(key)} = ANY (${sql.param(keys)}::text[])
      ), moved AS (
        UPDATE ${sql.identifier(table)} t SET ${sql.identifier(column)} = ${to}
         WHERE ${sql.raw(key)} = ANY (${sql.param(keys)}::text[]) AND ${fitting(table, column, to)} RETURNING ${sql.raw(key)} AS key
      )
      SELECT key, before::text AS before FROM found WHERE key IN (SELECT key FROM moved)`)
    if ('sealed' in place) await resealed(tx, vault, table, moved, to)
  }
}
