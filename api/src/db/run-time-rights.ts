import type pg from 'pg'
import { StopReason } from '../stop-reason.ts'

/** Tables to which rows are only ever added. The trail must hold against our own mistakes. */
export const appendOnlyTables = ['event', 'event_payload', 'access_log', 'organisation_event', 'objection_event', 'complaint_event', 'reserve_entry', 'instalment', 'trail_root', 'check_list', 'check_draw'] as const

/**
 * Asks the database whether the run-time role could alter what must stay.
 * @throws StopReason naming the right that has to be taken away
 */
export async function refuseTooManyRights(
  pool: pg.Pool, tables: readonly string[] = appendOnlyTables,
): Promise<void> {
  const role = await pool.query<{ name: string; super: boolean }>(
    'SELECT rolname AS name, rolsuper AS super FROM pg_roles WHERE rolname = current_user',
  )
  const name = role.rows[0]?.name ?? 'unknown'
  if (role.rows[0]?.super !== false) {
    throw new StopReason(
      `DATABASE_URL signs in as ${name}, a superuser, who could rewrite the trail: use the role yima_app.`,
    )
  }
  const { rows } = await pool.query<{ table: string }>(
    `SELECT c.oid::regclass::text AS "table"
       FROM pg_class c
      WHERE c.relkind IN ('r', 'p') AND c.relname = ANY ($1) AND c.relnamespace = 'public'::regnamespace
        AND (has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE')
             OR has_any_column_privilege(c.oid, 'UPDATE')
             OR pg_has_role(c.relowner, 'MEMBER'))`,
    [[...tables]],
  )
  if (rows.length === 0) return
  const list = rows.map(({ table }) => table).join(', ')
  throw new StopReason(
    `The role ${name} may alter ${list}, where rows may only be added: `
    + `REVOKE UPDATE, DELETE, TRUNCATE ON ${list} FROM ${name}, and let another role own the tables.`,
  )
}
