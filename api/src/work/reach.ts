import { inArray, sql, type SQL } from 'drizzle-orm'
import { may, type AccessObject, type Action } from '@yima/shared/access/table'
import { findCountyOf, isRegionCode } from '@yima/shared/region/code'
import { Problem } from '@yima/shared/problem'
import type { Deps, OfficerSession } from '../http/context.ts'
import { goneUp, type Hat } from '../organisation/desks.ts'
import { upFrom } from '../organisation/one-level-up.ts'
import { notRelatives } from '../organisation/relatives.ts'
import { actorIn, type OfficerActor } from './actor.ts'
import { calledFor, givenByName } from './calls.ts'
import { unit } from '../region/table.ts'
import { byProcess, notTakenIn, ownClaims, type Placed } from './waiting.ts'

type Officer = OfficerSession['officer']

/** The own office, and those of colleagues who are away: in each an officer acts by its rules. */
const hatsOf = (officer: Officer): Hat[] => [officer, ...(officer.deputyFor ?? [])]

const mayIn = (officer: Officer, hat: Hat, action: Action, object: AccessObject): boolean =>
  may(actorIn(officer, hat), action, object)

/** Whether requests lie before an officer in that office; whoever has no desk visits in a village, or only answers calls. */
export const hasDesk = (officer: Officer, hat: Hat): boolean =>
  mayIn(officer, hat, 'list-applications', { region: hat.regionCode })

/** The offices in which an officer does such work today: the own one first, then those of colleagues who are away. */
export const hatsFor = (officer: Officer, action: Action, assigned: readonly string[] = []): Hat[] =>
  hatsOf(officer).filter((hat) => mayIn(officer, hat, action, { region: hat.regionCode, assigned }))

/** Offices for which this is done today: the own one, and those of colleagues who are away. */
export const officesFor = (officer: Officer, action: Action): string[] =>
  hatsFor(officer, action, [officer.id]).map(({ unitId }) => unitId)

/** Villages in which this is done by somebody who has no desk. */
export const villagesFor = (officer: Officer, action: Action): string[] =>
  hatsFor(officer, action)
    .filter((hat) => !hasDesk(officer, hat))
    .map(({ regionCode }) => regionCode)

/**
 * What lies on these desks, as a condition: the own, and those of colleagues who are away, each by the rules of that
 * office. Nothing of a relative lies there (回避): neither of whoever acts, nor of whoever is stood in for, from whose
 * desk it was taken.
 * @param personId the SQL of whom it is about
 * @param wayTo what lies on one such desk
 */
export function onDesks(
  officer: Officer,
  hats: readonly Hat[],
  personId: SQL,
  wayTo: (hat: Hat) => readonly SQL[],
): SQL {
  const ways = hats.map((hat) => {
    const strangers = notRelatives([officer.id, hat.id], personId)
    return sql`((${sql.join([...wayTo(hat)], sql` OR `)}) AND ${strangers})`
  })
  return ways.length === 0 ? sql`false` : sql`(${sql.join(ways, sql` OR `)})`
}

/** What went one level up by itself, for the county's own office. */
function handedUp({ role, regionCode }: Hat, today: string | undefined): SQL[] {
  const county = findCountyOf(regionCode)
  return role === 'county-officer' && county && today ? [goneUp(county.slice(0, 6), today)] : []
}

/** What lies with an office, without what a relative of whoever sits there asks for: that is the county’s. */
const stays = ({ unitId }: Hat, ways: readonly SQL[]): SQL[] => ways.map((way) => sql`(${way} AND a.id <> ALL (${upFrom(unitId)}))`)

/**
 * Requests that lie on an office's desk, as a condition on `application a`: those it handles, urgent ones
 * for which the roster called it, those of offices below that have nobody for them, and those of which a claim
 * waits for it. Everything else does not exist for its officers, nor does what concerns a declared relative (回避).
 * @param strangers what besides has to hold in each office, of whoever acts there and of whom they stand in for
 */
export function onDesk(officer: Officer, strangers?: (officers: readonly string[]) => SQL): SQL {
  const wayTo = (hat: Hat): SQL[] =>
    hasDesk(officer, hat)
      ? [
          sql`a.id = ANY (ARRAY(SELECT k.application_id FROM call k WHERE k.unit_id = ${hat.unitId}))`,
          ...stays(hat, [sql`a.unit_id = ${hat.unitId}`, ...byProcess(officer, hat)]),
          ...handedUp(hat, officer.today),
        ]
      : hat.role === 'duty-officer'
        ? [calledFor(officer, hat)]
        : [sql`false`, ...byProcess(officer, hat)]
  const hats = hatsFor(officer, 'see-application', [officer.id])
  if (strangers === undefined) return onDesks(officer, hats, sql`a.person_id`, wayTo)
  const apart = (hat: Hat): SQL[] => [sql`((${sql.join(wayTo(hat), sql` OR `)}) AND ${strangers([officer.id, hat.id])})`]
  return onDesks(officer, hats, sql`a.person_id`, apart)
}

/** What of a request is shown: all of it, or of its claims those that `shows` lets through and nothing of the others. */
export type Sight = { whole: boolean; shows: (claim: Placed & { state: string }) => boolean }

const whole: Sight = { whole: true, shows: () => true }

/** The kinds of the offices of departments among these, by their ids. */
export async function officeKinds(db: Deps['db'], hats: readonly Hat[]): Promise<ReadonlyMap<string, string>> {
  const ids = hats.filter(({ role }) => role === 'department-officer').map(({ unitId }) => unitId)
  if (ids.length === 0) return new Map()
  const rows = await db.select({ id: unit.id, kind: unit.kind }).from(unit).where(inArray(unit.id, ids))
  return new Map(rows.map(({ id, kind }) => [id, kind]))
}

/**
 * What of requests is shown to this officer, by the place of the request: a department sees no other programme's papers
 * without need, nor does the verification centre; where they stand in for a desk that has the whole request, all of it.
 */
export async function sightOf(db: Deps['db'], officer: Officer): Promise<(place: string) => Sight> {
  const hats = hatsOf(officer)
  const kinds = await officeKinds(db, hats)
  const own = hats.flatMap(
    ({ role, unitId, regionCode }) => ownClaims(role, kinds.get(unitId), regionCode) ?? [],
  )
  if (own.length === 0) return () => whole
  const parts: Sight = {
    whole: false,
    shows: (claim) => !notTakenIn.includes(claim.state) && own.some((isOwn) => isOwn(claim)),
  }
  return (region) => (hats.some((hat) => mayIn(officer, hat, 'list-visits', { region })) ? whole : parts)
}

/** Calls that this officer may answer, as a condition on `call k`: of the office, or those given by name alone. */
export function mayAnswer(officer: Officer): SQL {
  const ways = hatsFor(officer, 'acknowledge-call', [officer.id]).map((hat) =>
    hat.role === 'duty-officer' ? givenByName(officer, hat) : sql`k.unit_id = ${hat.unitId}`,
  )
  return sql`(${sql.join([sql`k.officer_id = ${officer.id}`, ...ways], sql` OR `)})`
}

/** What is to be told in person from such a desk or in such a village, as a condition on `call_task t`. */
export const tasksOf = (officer: Officer): SQL =>
  onDesks(officer, hatsFor(officer, 'tell-in-person'), sql`t.person_id`, (hat) => [
    hasDesk(officer, hat) ? sql`t.unit_id = ${hat.unitId}` : sql`t.region_code = ${hat.regionCode}`,
  ])

/** Throws `forbidden` for a role that has no such work at all, wherever the record lies. */
export function requireWork(officer: Officer, action: Action): void {
  if (officesFor(officer, action).length === 0) throw new Problem('forbidden')
}

/** In which office an officer may do this to a record of that place; undefined when in none. */
export function findActing(
  officer: Officer,
  action: Action,
  region: string,
  excluded: readonly string[] = [],
): OfficerActor | undefined {
  const record = { region, excluded, assigned: [officer.id] }
  // Who stands in for a relative stands where that colleague must not: not in that place.
  const hat = hatsOf(officer).find((one) => !excluded.includes(one.id) && mayIn(officer, one, action, record))
  return hat && actorIn(officer, hat)
}

/** The same of what concerns claims that may have been sent elsewhere: where the request came to, else in such a township. */
export function findActingOf(
  officer: Officer,
  action: Action,
  home: string,
  desks: readonly string[],
  excluded: readonly string[] = [],
): OfficerActor | undefined {
  const [acting] = [home, ...desks.filter(isRegionCode)].flatMap(
    (place) => findActing(officer, action, place, excluded) ?? [],
  )
  return acting
}

/**
 * Who acts on claims, and for whom: where the request came to, else in the township to which they were sent, or which was
 * asked about them. Throws `not-found` as `requireMay` does.
 */
export function requireMayOf(
  officer: Officer,
  action: Action,
  home: string,
  desks: readonly string[],
  excluded: readonly string[],
): OfficerActor {
  const acting = findActingOf(officer, action, home, desks, excluded)
  if (!acting) throw new Problem('not-found')
  return acting
}

/**
 * Who acts, and for whom. Throws `not-found` when the officer may not do this to a record of that place, or is
 * one of the `excluded`: absent and forbidden look alike.
 */
export function requireMay(
  officer: Officer,
  action: Action,
  region: string,
  excluded: readonly string[] = [],
): OfficerActor {
  return requireMayOf(officer, action, region, [], excluded)
}
