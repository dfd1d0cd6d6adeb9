import { and, eq, sql, type SQL } from 'drizzle-orm'
import type * as v from 'valibot'
import type { CallTask, telling } from '@yima/shared/notification/contract'
import { refuseTelling } from '@yima/shared/notification/telling'
import type { TemplateName } from '@yima/shared/notification/templates'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { placeNames } from '../region/office.ts'
import { open, seal } from '../vault.ts'
import { requireWork, tasksOf } from '../work/reach.ts'
import { advance } from './advance.ts'
import { standingsOf } from './standing.ts'
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
  unit_id: string
  region_code: string
  done_by: string | null
  done_with: string[] | null
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
      SELECT t.id, t.unit_id, t.region_code, t.created_at, t.person_id, t.county_code,
             n.done_by, n.done_with, n.template, n.sealed AS params, p.key_wrapped, p.name_cipher, p.phone_cipher
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
  const standings = await standingsOf(db, deps, officer, rows)
  return rows.map((row) => ({
    id: row.id,
    name: vault.openField(row.name_cipher),
    phone: row.phone_cipher ? vault.openField(row.phone_cipher) : null,
    place: places.get(row.region_code) ?? '',
    template: row.template,
    params: open<Record<string, string>>(vault.unwrap(row.key_wrapped), row.params),
    at: new Date(row.created_at).toISOString(),
    standing: standings.get(row.id) ?? { own: true, alone: false, leads: false },
  }))
}

type Found = {
  id: string
  unit_id: string
  region_code: string
  done_by: string | null
  done_with: string[] | null
} & {
  notification_id: string
  key_wrapped: Buffer
}

/** The message first, as everywhere: two who begin at different ends would wait for each other. */
async function holdTask(tx: Transaction, officer: Officer, id: string): Promise<Found> {
  const { rows } = await tx.execute<Found>(sql`
    SELECT t.id, t.unit_id, t.region_code, m.notification_id, n.done_by, n.done_with, p.key_wrapped
      FROM call_task t
      JOIN message m ON m.id = t.id
      JOIN notification n ON n.id = m.notification_id
      JOIN person p ON p.id = t.person_id
     WHERE t.id = ${id} AND ${onDesk(officer)} AND p.key_wrapped IS NOT NULL`)
  const [found] = rows
  if (!found) throw new Problem('not-found')
  await tx.execute(sql`SELECT 1 FROM notification WHERE id = ${found.notification_id} FOR UPDATE`)
  return found
}

/** Throws `not-allowed-now` for whoever did it while somebody else is there, `invalid-input` where a reason is missing. */
async function requireTeller(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  found: Found,
  reason: string | undefined,
): Promise<void> {
  const standing = (await standingsOf(tx, deps, officer, [found])).get(found.id)
  const refused = standing && refuseTelling(standing, reason)
  if (refused === 'reason-needed') throw new Problem('invalid-input', [{ field: 'reason', code: refused }])
  if (refused) throw notAllowedNow('task', refused)
}

type Told = v.InferOutput<typeof telling>

/**
 * The person knows now: who told them, how and when stays. What lies on no own desk, or is not open any more
 * because the person read it or a colleague was faster, is `not-found`; throws as `requireTeller` does.
 */
export const tellInPerson = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  { how, reason }: Told,
): Promise<{ toldAt: string }> =>
  inTransaction(deps.db, async (tx) => {
    const found = await holdTask(tx, officer, id)
    const at = deps.clock.now()
    const { rowCount } = await tx
      .update(message)
      .set({ state: 'delivered', sentAt: at, deliveredAt: at })
      .where(and(eq(message.id, id), eq(message.state, 'waiting')))
    if (rowCount !== 1) throw new Problem('not-found')
    await requireTeller(tx, deps, officer, found, reason)
    const reasonSealed = reason ? seal(deps.vault.unwrap(found.key_wrapped), { reason }) : null
    const toldNow = { toldAt: at, toldBy: officer.id, how, reasonSealed }
    await tx.update(callTask).set(toldNow).where(eq(callTask.id, id))
    await advance(tx, deps, found.notification_id)
    await wakeDesks(tx, id)
    const answer = { toldAt: at.toISOString() }
    await remember(tx, once, at, 200, answer)
    return answer
  })
