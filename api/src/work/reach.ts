import { sql, type SQL } from 'drizzle-orm'
import { may, type Action } from '@yima/shared/access/table'
import { Problem } from '@yima/shared/problem'
import type { OfficerSession } from '../http/context.ts'
import { actorOf } from './actor.ts'

type Officer = OfficerSession['officer']

/**
 * Requests that lie on an office's desk, as a condition on `application a`: those it handles, and
 * urgent ones for which the roster called it. Everything else does not exist for its officers.
 */
export const onDesk = ({ unitId }: Officer): SQL => sql`(
  a.unit_id = ${unitId}
  OR a.id = ANY (ARRAY(SELECT k.application_id FROM call k WHERE k.unit_id = ${unitId})))`

/** Throws `forbidden` for a role that has no such work at all, wherever the record lies. */
export function requireWork(officer: Officer, action: Action): void {
  if (!may(actorOf(officer), action, { region: officer.regionCode })) throw new Problem('forbidden')
}

/** Throws `not-found` when the officer may not do this to a record of that place: absent and forbidden look alike. */
export function requireMay(officer: Officer, action: Action, region: string): void {
  if (!may(actorOf(officer), action, { region, assigned: [officer.id] })) throw new Problem('not-found')
}
