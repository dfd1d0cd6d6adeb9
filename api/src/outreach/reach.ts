import { sql, type SQL } from 'drizzle-orm'
import type { OfficerSession } from '../http/context.ts'
import { hasDesk, hatsFor, onDesk, onDesks } from '../work/reach.ts'

type Officer = OfficerSession['officer']

/**
 * Requests for somebody who was pointed out that this officer may go to, as a condition on `application a`: what lies on
 * the own desk, and in the own village what its worker is near to. Nothing of a relative (回避).
 * @param strangers what besides has to hold of whoever acts there and of whom they stand in for
 */
export function visitedBy(officer: Officer, strangers: (officers: readonly string[]) => SQL = () => sql`true`): SQL {
  const villages = hatsFor(officer, 'visit-outreach').filter((hat) => !hasDesk(officer, hat))
  const near = onDesks(officer, villages, sql`a.person_id`, ({ id, regionCode }) => [
    sql`(a.region_code = ${regionCode} AND ${strangers([officer.id, id])})`,
  ])
  return sql`(a.kind = 'outreach' AND (${onDesk(officer, strangers)} OR ${near}))`
}
