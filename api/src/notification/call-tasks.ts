import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { CallTask } from '@yima/shared/notification/contract'
import type { TemplateName } from '@yima/shared/notification/templates'
import { Problem } from '@yima/shared/problem'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { placeNames } from '../region/office.ts'
import { open } from '../vault.ts'
import { requireWork, tasksOf } from '../work/reach.ts'
import { advance } from './advance.ts'
import { wakeDesks } from './steps.ts'
import { callTask, message } from './table.ts'

type Officer = OfficerSession['officer']

/** Call tasks of an officer's desks, as a condition on `call_task t`: the offices', or those of the own village. */
function onDesk(officer: Officer): SQL {
  requireWork(officer, 'tell-in-person')
  return tasksOf(officer)
}

type TaskRow = {
  id: string
  region_code: string
  created_at: Date
  template: TemplateName
  params: Buffer
  key_wrapped: Buffer
  name_cipher: Buffer
  phone_cipher: Buffer | null
}

/** The open tasks; the same statement notes, once a day, that this officer saw these names. */
async function openRows({ db, clock }: Deps, officer: Officer): Promise<TaskRow[]> {
  const dayStart = new Date(`${clock.today()}T00:00:00+08:00`).toISOString()
  const { rows } = await db.execute<TaskRow>(sql`
    WITH listed AS (
      SELECT t.id, t.region_code, t.created_at, t.person_id, t.county_code, n.template, n.sealed AS params,
             p.key_wrapped, p.name_cipher, p.phone_cipher
        FROM call_task t
        JOIN message m ON m.id = t.id
        JOIN notification n ON n.id = m.notification_id
        JOIN person p ON p.id = t.person_id
       WHERE ${onDesk(officer)} AND t.told_at IS NULL AND m.state = 'waiting' AND p.key_wrapped IS NOT NULL
       ORDER BY t.created_at LIMIT 200
    ), seen AS (
      INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
      SELECT gen_random_uuid(), l.person_id, l.county_code, 'officer', ${officer.id}, 'tell', 'call-task', ${clock.now().toISOString()}
        FROM (SELECT DISTINCT person_id, county_code FROM listed) l
       WHERE NOT EXISTS (
         SELECT 1 FROM access_log g
          WHERE g.person_id = l.person_id AND g.reader_id = ${officer.id} AND g.what = 'call-task' AND g.at >= ${dayStart})
    )
    SELECT * FROM listed ORDER BY created_at, id`)
  return rows
}

/** Whom this officer's desk is to tell something. Throws `forbidden` for a role that goes to nobody. */
export async function listCallTasks(deps: Deps, officer: Officer): Promise<CallTask[]> {
  const { db, vault } = deps
  const rows = await openRows(deps, officer)
  const places = await placeNames(
    db,
    rows.map((row) => row.region_code),
  )
  return rows.map((row) => ({
    id: row.id,
    name: vault.openField(row.name_cipher),
    phone: row.phone_cipher ? vault.openField(row.phone_cipher) : null,
    place: places.get(row.region_code) ?? '',
    template: row.template,
    params: open<Record<string, string>>(vault.unwrap(row.key_wrapped), row.params),
    at: new Date(row.created_at).toISOString(),
  }))
}

/**
 * The person knows now: who told them, how and when stays. What lies on no own desk, or is not open any more
 * because the person read it or a colleague was faster, is `not-found`.
 */
export const tellInPerson = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  how: 'call' | 'visit',
): Promise<{ toldAt: string }> =>
  inTransaction(deps.db, async (tx) => {
    const { rows } = await tx.execute<{ notification_id: string }>(sql`
      SELECT m.notification_id FROM call_task t JOIN message m ON m.id = t.id
       WHERE t.id = ${id} AND ${onDesk(officer)}`)
    const [found] = rows
    if (!found) throw new Problem('not-found')
    // The message first, as everywhere: two who begin at different ends would wait for each other.
    await tx.execute(sql`SELECT 1 FROM notification WHERE id = ${found.notification_id} FOR UPDATE`)
    const at = deps.clock.now()
    const { rowCount } = await tx
      .update(message)
      .set({ state: 'delivered', sentAt: at, deliveredAt: at })
      .where(and(eq(message.id, id), eq(message.state, 'waiting')))
    if (rowCount !== 1) throw new Problem('not-found')
    await tx.update(callTask).set({ toldAt: at, toldBy: officer.id, how }).where(eq(callTask.id, id))
    await advance(tx, deps, found.notification_id)
    await wakeDesks(tx, id)
    const answer = { toldAt: at.toISOString() }
    await remember(tx, once, at, 200, answer)
    return answer
  })
