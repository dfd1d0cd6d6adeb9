import { sql } from 'drizzle-orm'
import type { OfficerRole } from '@yima/shared/access/actor'
import { may } from '@yima/shared/access/table'
import type { Standing } from '@yima/shared/notification/telling'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { isRelatedTo } from '../organisation/relatives.ts'
import { hatsFor } from '../work/reach.ts'

type Officer = OfficerSession['officer']
type Task = {
  id: string
  unit_id: string
  region_code: string
  done_by: string | null
  done_with: string[] | null
}
type Colleague = { task: string; id: string; role: OfficerRole; region: string; there: boolean }

/** Somebody who did nothing of it. */
const stranger: Standing = { own: false, alone: false, leads: false }

const hadAHand = ({ done_by, done_with }: Task, id: string): boolean =>
  done_by === id || done_with?.includes(id) === true

/** Everybody else of the office or the village, and whether they could tell this person today: there, or stood in for. */
async function colleaguesOf(
  tx: Pick<Transaction, 'execute'>,
  { clock }: Pick<Deps, 'clock'>,
  officer: Officer,
  tasks: readonly Task[],
): Promise<Colleague[]> {
  const ids = sql.param(tasks.map(({ id }) => id))
  const today = clock.today()
  const { rows } = await tx.execute<Colleague>(sql`
    SELECT t.id AS task, o.id, o.role, o.region_code AS region,
           NOT ${isRelatedTo(sql`o.id`, sql`t.person_id`)} AND NOT EXISTS (
             SELECT 1 FROM absence b
              WHERE b.officer_id = o.id AND NOT b.ended AND b.from_on <= ${today} AND b.to_on >= ${today}
                AND coalesce(b.deputy_id, ${officer.id}) = ${officer.id}) AS there
      FROM call_task t
      JOIN officer o ON o.active AND o.id <> ${officer.id} AND (o.unit_id = t.unit_id OR o.region_code = t.region_code)
     WHERE t.id = ANY (${ids}::uuid[])`)
  return rows
}

/** How this officer stands to each of these tasks. */
export async function standingsOf(
  tx: Pick<Transaction, 'execute'>,
  deps: Pick<Deps, 'clock'>,
  officer: Officer,
  tasks: readonly Task[],
): Promise<Map<string, Standing>> {
  const own = tasks.filter((task) => hadAHand(task, officer.id))
  const colleagues = own.length === 0 ? [] : await colleaguesOf(tx, deps, officer, own)
  const hats = hatsFor(officer, 'tell-in-person')
  const standing = (task: Task): Standing => {
    const others = colleagues.filter(({ task: of, id, role, region }) => {
      const actor = { kind: 'officer', id, role, region } as const
      return of === task.id && may(actor, 'tell-in-person', { region: task.region_code })
    })
    const isLeader = hats.some(({ role, unitId }) => role === 'leader' && unitId === task.unit_id)
    return {
      own: true,
      // Whoever had a hand in it tells it as little as this officer.
      alone: !others.some(({ there, id }) => there && !hadAHand(task, id)),
      leads: isLeader || !others.some(({ role }) => role === 'leader'),
    }
  }
  return new Map(tasks.map((task) => [task.id, own.includes(task) ? standing(task) : stranger]))
}
