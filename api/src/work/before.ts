import { sql, type SQL } from 'drizzle-orm'
import { findCountyOf } from '@yima/shared/region/code'
import type { Deps, OfficerSession } from '../http/context.ts'
import { unitsGoneUp, type Hat } from '../organisation/desks.ts'
import { ofOffice, requestsGoneUp } from '../organisation/one-level-up.ts'
import { isAnybodyDeclared, requestsWhere } from '../organisation/relatives.ts'
import { givenByName } from './calls.ts'
import { desk, type DeskName } from './desk-names.ts'
import { hasDesk, hatsFor, officeKinds } from './reach.ts'

type Officer = OfficerSession['officer']

/**
 * Lines that lie before an officer: all of some desks, of others those that the county has no line of (`up`), or those of
 * named requests alone; never those of `related` requests.
 */
export type Way = {
  desks: readonly DeskName[]
  up: boolean
  only: readonly string[] | undefined
  related: readonly string[]
}

/** What lies before somebody, and whether a request may lie there on several desks at once. */
export type Before = { ways: readonly Way[]; twice: boolean }

type Found = { related: string[]; units: string[]; requests: string[]; called: string[] }

const none = sql`'{}'::text[]`

/** What only the database knows of an office today. Nothing of a relative of either lies there (回避). */
async function findFor({ db }: Deps, officer: Officer, hat: Hat): Promise<Found> {
  const county = findCountyOf(hat.regionCode)?.slice(0, 6) ?? ''
  const { today } = officer
  const above = hat.role === 'county-officer' && today !== undefined
  // Of relatives of who acts and of who is stood in for; in a township of its whole office.
  const theirs = sql`(v.officer_id = ANY (${sql.param([officer.id, hat.id])}::uuid[]) OR ${ofOffice(hat.unitId)})`
  const { rows } = await db.execute<Omit<Found, 'related' | 'requests'> & { kin: boolean; anybodys: boolean }>(sql`
    SELECT ${isAnybodyDeclared(theirs)} AS kin,
           ${above ? isAnybodyDeclared(sql`v.county_code = ${county}`) : sql`false`} AS anybodys,
           ${above ? unitsGoneUp(county, today) : none} AS units,
           ${hat.role === 'duty-officer' ? sql`ARRAY(SELECT k.application_id::text FROM call k WHERE ${givenByName(officer, hat)})` : none} AS called`)
  const [{ kin, anybodys, ...found } = { kin: false, anybodys: false, units: [], called: [] }] = rows
  // Where nobody is declared, nobody has to be looked for under every number that is theirs.
  const idsOf = async (which: SQL): Promise<string[]> =>
    (await db.execute<{ ids: string[] }>(sql`SELECT ${which} AS ids`)).rows[0]?.ids ?? []
  const [related, requests] = await Promise.all([
    kin ? idsOf(sql`ARRAY ${requestsWhere(theirs)}`) : [],
    anybodys && today !== undefined ? idsOf(requestsGoneUp(county)) : [],
  ])
  return { ...found, related, requests }
}

/** Of which desks such an office has all lines. */
function desksOf(officer: Officer, hat: Hat, kind: string | undefined): DeskName[] {
  const { role, regionCode: place, unitId } = hat
  switch (role) {
    case 'clerk':
    case 'leader':
      return hasDesk(officer, hat) ? [desk.unit(unitId), desk.town(place)] : []
    case 'county-officer':
      return [desk.county(place), desk.unit(unitId)]
    case 'verification-officer':
      return [desk.centre(place)]
    case 'department-officer':
      return kind === undefined ? [] : [desk.department(place, kind)]
    case 'village-worker':
      return [desk.village(place)]
    default:
      return []
  }
}

async function waysOf(deps: Deps, officer: Officer, hat: Hat, kind: string | undefined): Promise<Way[]> {
  const { related, units, requests, called } = await findFor(deps, officer, hat)
  const way = { up: false, only: undefined, related }
  const own = desksOf(officer, hat, kind)
  const gone = units.map(desk.unit)
  return [
    ...(own.length > 0 ? [{ ...way, desks: own }] : []),
    ...(gone.length > 0 ? [{ ...way, desks: gone, up: true }] : []),
    ...(requests.length > 0 ? [{ ...way, desks: [], up: true, only: requests }] : []),
    ...(called.length > 0 ? [{ ...way, desks: [desk.calls(hat.regionCode)], only: called }] : []),
  ]
}

const covers = (one: Way, other: Way): boolean =>
  one.up === other.up &&
  one.only?.join() === other.only?.join() &&
  other.desks.every((name) => one.desks.includes(name)) &&
  one.related.every((id) => other.related.includes(id))

/** Whoever stands in for a colleague of the own office has its desks already. */
const withoutRepeats = (offices: readonly Way[][]): Way[][] =>
  offices.filter((ways, at) => {
    const before = offices.slice(0, at).flat()
    return ways.length > 0 && !ways.every((way) => before.some((other) => covers(other, way)))
  })

/** What lies before an officer today: on the own desk, on those of colleagues who are away, or to be visited. */
export async function before(deps: Deps, officer: Officer): Promise<Before> {
  const hats = [
    ...hatsFor(officer, 'see-application', [officer.id]),
    ...hatsFor(officer, 'list-visits').filter(({ role }) => role === 'village-worker'),
  ]
  const kinds = await officeKinds(deps.db, hats)
  const each = await Promise.all(hats.map((hat) => waysOf(deps, officer, hat, kinds.get(hat.unitId))))
  const offices = withoutRepeats(each)
  const ways = offices.flat()
  return { ways, twice: offices.length > 1 || ways.some(({ only }) => only !== undefined) }
}

/** Whether a line (by its alias) lies there. */
export function liesBefore({ ways }: Before, line: SQL): SQL {
  const each = ways.map(({ desks, up, only, related }) => {
    const conditions = [
      ...(desks.length > 0 ? [sql`${line}.desk = ANY (${sql.param(desks)}::text[])`] : []),
      ...(up ? [sql`${line}.up`] : []),
      ...(only ? [sql`${line}.application_id = ANY (${sql.param(only)}::uuid[])`] : []),
      ...(related.length > 0 ? [sql`${line}.application_id <> ALL (${sql.param(related)}::uuid[])`] : []),
    ]
    return desks.length === 0 && only === undefined ? sql`false` : sql`(${sql.join(conditions, sql` AND `)})`
  })
  return each.length === 0 ? sql`false` : sql`(${sql.join(each, sql` OR `)})`
}
