import { sql, type SQL } from 'drizzle-orm'
import { may, type AccessObject, type Action } from '@yima/shared/access/table'
import { findCountyOf } from '@yima/shared/region/code'
import { Problem } from '@yima/shared/problem'
import type { OfficerSession } from '../http/context.ts'
import { goneUp, type Hat } from '../organisation/desks.ts'
import { notRelatives } from '../organisation/relatives.ts'
import { actorIn, type OfficerActor } from './actor.ts'

type Officer = OfficerSession['officer']

/** The own office, and those of colleagues who are away: in each an officer acts by its rules. */
const hatsOf = (officer: Officer): Hat[] => [officer, ...(officer.deputyFor ?? [])]

const mayIn = (officer: Officer, hat: Hat, action: Action, object: AccessObject): boolean =>
  may(actorIn(officer, hat), action, object)

/** The offices in which an officer does such work today: the own one first, then those of colleagues who are away. */
export const hatsFor = (officer: Officer, action: Action, assigned: readonly string[] = []): Hat[] =>
  hatsOf(officer).filter((hat) => mayIn(officer, hat, action, { region: hat.regionCode, assigned }))

/** Offices for which this is done today: the own one, and those of colleagues who are away. */
export const officesFor = (officer: Officer, action: Action): string[] =>
  hatsFor(officer, action, [officer.id]).map(({ unitId }) => unitId)

/** Villages in which this is done by somebody who has no desk. */
export const villagesFor = (officer: Officer, action: Action): string[] =>
  hatsFor(officer, action)
    .filter((hat) => !mayIn(officer, hat, 'list-applications', { region: hat.regionCode }))
    .map(({ regionCode }) => regionCode)

export const listOf = (values: readonly string[]): SQL => sql`ANY (${sql.param([...values])}::text[])`

/** What went one level up by itself, for the county's own office. */
const handedUp = (hats: readonly Hat[], today: string | undefined): SQL[] =>
  hats.flatMap(({ role, regionCode }) => {
    const county = findCountyOf(regionCode)
    return role === 'county-officer' && county && today ? [goneUp(county.slice(0, 6), today)] : []
  })

/**
 * Requests that lie on an office's desk, as a condition on `application a`: those it handles, urgent ones
 * for which the roster called it, and those of offices below that have nobody for them. Everything else does
 * not exist for its officers, nor does what concerns a declared relative (回避).
 */
export function onDesk(officer: Officer): SQL {
  const hats = hatsFor(officer, 'list-applications')
  const ways = [
    sql`a.unit_id = ${listOf(hats.map(({ unitId }) => unitId))}`,
    sql`a.id = ANY (ARRAY(SELECT k.application_id FROM call k WHERE k.unit_id = ${listOf(officesFor(officer, 'see-application'))}))`,
    ...handedUp(hats, officer.today),
  ]
  return sql`((${sql.join(ways, sql` OR `)}) AND ${notRelatives(officer.id)})`
}

/** What stands in an officer's list: the desk, or the visits to make in the own village. */
export function listed(officer: Officer): SQL {
  const visits = sql`(a.kind = 'outreach' AND a.region_code = ${listOf(villagesFor(officer, 'list-visits'))}
    AND ${notRelatives(officer.id)})`
  return sql`(${onDesk(officer)} OR ${visits})`
}

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
  const hat = hatsOf(officer).find((one) => mayIn(officer, one, action, record))
  return hat && actorIn(officer, hat)
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
  const acting = findActing(officer, action, region, excluded)
  if (!acting) throw new Problem('not-found')
  return acting
}
