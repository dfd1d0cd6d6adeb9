import { inArray, sql, type SQL } from 'drizzle-orm'
import { may, type Action } from '@yima/shared/access/table'
import { programmes } from '@yima/shared/policy/programmes/index'
import { Problem } from '@yima/shared/problem'
import type { Reader } from '../db/transaction.ts'
import type { OfficerSession } from '../http/context.ts'
import type { Hat } from '../organisation/desks.ts'
import { upFrom } from '../organisation/one-level-up.ts'
import { relatedRequests } from '../organisation/relatives.ts'
import { unit } from '../region/table.ts'
import { actorIn, type OfficerActor } from '../work/actor.ts'
import { requireWork } from '../work/reach.ts'

type Officer = OfficerSession['officer']
export type RenovationAction = Extract<Action, 'see-renovation' | 'inspect-renovation' | 'run-renovation'>

/** The own office and those of colleagues who are away, without departments that have no houses. */
async function hatsOf(db: Reader, officer: Officer): Promise<Hat[]> {
  const hats: Hat[] = [officer, ...(officer.deputyFor ?? [])]
  const ids = hats.filter(({ role }) => role === 'department-officer').map(({ unitId }) => unitId)
  if (ids.length === 0) return hats
  const rows = await db.select({ id: unit.id, kind: unit.kind }).from(unit).where(inArray(unit.id, ids))
  const departments: readonly string[] = programmes['rural-housing'].departments
  const houses = rows.filter(({ kind }) => departments.includes(kind)).map(({ id }) => id)
  return hats.filter(({ role, unitId }) => role !== 'department-officer' || houses.includes(unitId))
}

/** Of a department nobody’s own place is asked, but its county’s. */
const isThere = ({ role, regionCode }: Hat, region: string): boolean =>
  role !== 'department-officer' || region.slice(0, 6) === regionCode.slice(0, 6)

/** In which office somebody does this to a house of that place; undefined where in none, or where it is a relative’s. */
export async function findActingAt(
  db: Reader, officer: Officer, action: RenovationAction, region: string, excluded: readonly string[],
): Promise<OfficerActor | undefined> {
  const record = { region, excluded, assigned: [officer.id] }
  const hats = await hatsOf(db, officer)
  const hat = hats.find((one) => !excluded.includes(one.id) && isThere(one, region) && may(actorIn(officer, one), action, record))
  return hat && actorIn(officer, hat)
}

/** The same; throws `not-found`, so that what is elsewhere and what does not exist look alike. */
export async function requireActingAt(
  db: Reader, officer: Officer, action: RenovationAction, region: string, excluded: readonly string[],
): Promise<OfficerActor> {
  const acting = await findActingAt(db, officer, action, region, excluded)
  if (!acting) throw new Problem('not-found')
  return acting
}

const placeOf = ({ role, regionCode }: Hat): SQL =>
  regionCode.endsWith('000000')
    ? sql`r.county_code = ${regionCode.slice(0, 6)}`
    : role === 'village-worker'
      ? sql`r.region_code = ${regionCode}`
      : sql`left(r.region_code, 9) = ${regionCode.slice(0, 9)}`

/** What a relative of whoever sits in a township’s office asks for is the county’s. */
const stays = ({ unitId, regionCode }: Hat): SQL =>
  regionCode.endsWith('000000') ? sql`true` : sql`r.application_id <> ALL (${upFrom(unitId)})`

/**
 * Houses that this officer sees, as a condition on `renovation r`: of the own village, township or county; nothing of a
 * relative of theirs, or of whom they stand in for. Throws `forbidden` for who has none at all.
 */
export async function housesOf(db: Reader, officer: Officer): Promise<SQL> {
  requireWork(officer, 'see-renovation')
  const hats = (await hatsOf(db, officer)).filter((hat) =>
    may(actorIn(officer, hat), 'see-renovation', { region: hat.regionCode, assigned: [officer.id] }))
  const ways = hats.map((hat) => sql`(${placeOf(hat)} AND ${stays(hat)} AND r.application_id <> ALL (${relatedRequests([officer.id, hat.id])}))`)
  return ways.length === 0 ? sql`false` : sql`(${sql.join(ways, sql` OR `)})`
}
