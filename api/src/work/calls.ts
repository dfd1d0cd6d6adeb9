import { sql, type SQL } from 'drizzle-orm'
import { addDays } from '@yima/shared/calendar/working-days'
import type { OfficerSession } from '../http/context.ts'
import type { Hat } from '../organisation/desks.ts'
import { startOf } from '../organisation/duty.ts'

type Officer = OfficerSession['officer']

/** Whether the roster of an office names this officer today, or the colleague whose place it is. */
const onRoster = (officer: Officer, hat: Hat): SQL =>
  officer.today === undefined
    ? sql`false`
    : sql`EXISTS (
        SELECT 1 FROM duty d
         WHERE d.unit_id = ${hat.unitId} AND d.officer_id IN (${officer.id}, ${hat.id})
           AND d.from_at < ${startOf(addDays(officer.today, 1)).toISOString()}
           AND d.to_at > ${startOf(officer.today).toISOString()})`

/** Calls that are given to an officer by name, as a condition on `call k`: rung for, answered, or unanswered on duty. */
export const givenByName = (officer: Officer, hat: Hat): SQL => sql`(
  k.officer_id IN (${officer.id}, ${hat.id}) OR k.acknowledged_by = ${officer.id}
  OR (k.unit_id = ${hat.unitId} AND k.acknowledged_at IS NULL AND ${onRoster(officer, hat)}))`

/** Whoever only answers calls reads of a stranger's need what the answer takes, and nothing once it is closed. */
export const calledFor = (officer: Officer, hat: Hat): SQL => sql`(
  a.state IN ('submitted', 'open')
  AND a.id = ANY (ARRAY(SELECT k.application_id FROM call k WHERE ${givenByName(officer, hat)})))`
