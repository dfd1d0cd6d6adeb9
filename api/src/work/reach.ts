import { sql, type SQL } from 'drizzle-orm'
import type { OfficerRole } from '@yima/shared/access/actor'
import { may, mayAs, type AccessObject, type Action } from '@yima/shared/access/table'
import { addDays } from '@yima/shared/calendar/working-days'
import { stepNames } from '@yima/shared/policy/steps'
import { findCountyOf } from '@yima/shared/region/code'
import { Problem } from '@yima/shared/problem'
import type { OfficerSession } from '../http/context.ts'
import { goneUp, type Hat } from '../organisation/desks.ts'
import { startOf } from '../organisation/duty.ts'
import { notRelatives } from '../organisation/relatives.ts'
import { actorIn, type OfficerActor } from './actor.ts'

type Officer = OfficerSession['officer']

/** What may wait for somebody: the steps of a process, and the answer to an objection. */
const stepsWaiting = [...stepNames, 'answer']

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
  const ways = hats.map(
    (hat) =>
      sql`((${sql.join([...wayTo(hat)], sql` OR `)}) AND ${notRelatives([officer.id, hat.id], personId)})`,
  )
  return ways.length === 0 ? sql`false` : sql`(${sql.join(ways, sql` OR `)})`
}

/** What went one level up by itself, for the county's own office. */
function handedUp({ role, regionCode }: Hat, today: string | undefined): SQL[] {
  const county = findCountyOf(regionCode)
  return role === 'county-officer' && county && today ? [goneUp(county.slice(0, 6), today)] : []
}

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
const givenByName = (officer: Officer, hat: Hat): SQL => sql`(
  k.officer_id IN (${officer.id}, ${hat.id}) OR k.acknowledged_by = ${officer.id}
  OR (k.unit_id = ${hat.unitId} AND k.acknowledged_at IS NULL AND ${onRoster(officer, hat)}))`

/** What the process gives to such a desk, by the names of `claim.waits`. */
function waitsFor({ role, unitId }: Hat): SQL | undefined {
  const at = (place: string) => stepsWaiting.map((step) => `${place}:${step}`)
  switch (role) {
    case 'county-officer':
      return sql`${sql.param(at('county'))}::text[]`
    case 'verification-officer':
      return sql`ARRAY['county:verification']`
    case 'department-officer':
      return sql`ARRAY(SELECT u.kind || ':' || s FROM unit u, unnest(${sql.param(stepsWaiting)}::text[]) s WHERE u.id = ${unitId})`
    default:
      return undefined
  }
}

/** Whether what waits under this name waits for such an officer, in one of their offices. */
export function waitsHere(officer: Officer): (wait: string) => boolean {
  const names = hatsOf(officer).map(({ role }) => deskNames[role as OfficerRole])
  return (wait) => names.some((name) => name?.test(wait))
}

/** Under which names claims wait for whom; of departments, only the own ones are listed. */
const deskNames: Partial<Record<OfficerRole, RegExp>> = {
  clerk: /^township:/,
  leader: /^township:/,
  'county-officer': /^county:/,
  'verification-officer': /^county:verification$/,
  'department-officer': /^(?!village:|township:|county:)/,
}

/** Requests of which a claim waits for such a desk: what it may do is done there, and nowhere else of the county. */
const waiting = (hat: Hat, waits: SQL): SQL => sql`(
  a.state IN ('submitted', 'open') AND a.id = ANY (ARRAY(
    SELECT c.application_id FROM claim c
     WHERE c.county_code = ${hat.regionCode.slice(0, 6)} AND c.waits && ${waits})))`

/** The same of one request, and those in which this officer had a part: whoever did a step sees what became of it. */
const waitingOrDone = (officer: Officer, hat: Hat, waits: SQL): SQL => sql`(
  a.state IN ('submitted', 'open') AND a.county_code = ${hat.regionCode.slice(0, 6)} AND (
    EXISTS (SELECT 1 FROM claim c WHERE c.application_id = a.id AND c.waits && ${waits})
    OR EXISTS (SELECT 1 FROM event e WHERE e.stream = a.id AND e.actor_id = ${officer.id})))`

/** Whoever only answers calls reads of a stranger's need what the answer takes, and nothing once it is closed. */
const calledFor = (officer: Officer, hat: Hat): SQL => sql`(
  a.state IN ('submitted', 'open')
  AND a.id = ANY (ARRAY(SELECT k.application_id FROM call k WHERE ${givenByName(officer, hat)})))`

/** What the process of claims gives to an officer in such an office, of all requests or of the one that is asked for. */
function byProcess(officer: Officer, hat: Hat, of: 'all' | 'one'): SQL[] {
  const waits = waitsFor(hat)
  if (waits === undefined) return []
  return [of === 'all' ? waiting(hat, waits) : waitingOrDone(officer, hat, waits)]
}

/**
 * Requests that lie on an office's desk, as a condition on `application a`: those it handles, urgent ones
 * for which the roster called it, those of offices below that have nobody for them, and those of which a claim
 * waits for it. Everything else does not exist for its officers, nor does what concerns a declared relative (回避).
 * @param of `all` is for lists, `one` for a request whose id is known
 */
export function onDesk(officer: Officer, of: 'all' | 'one' = 'one'): SQL {
  const lists = hatsFor(officer, 'list-applications')
  return onDesks(officer, hatsFor(officer, 'see-application', [officer.id]), sql`a.person_id`, (hat) =>
    lists.includes(hat)
      ? [
          sql`a.id = ANY (ARRAY(SELECT k.application_id FROM call k WHERE k.unit_id = ${hat.unitId}))`,
          sql`a.unit_id = ${hat.unitId}`,
          ...handedUp(hat, officer.today),
          ...byProcess(officer, hat, of),
        ]
      : hat.role === 'duty-officer'
        ? [calledFor(officer, hat)]
        : byProcess(officer, hat, of),
  )
}

/** Calls that this officer may answer, as a condition on `call k`: of the office, or those given by name alone. */
export function mayAnswer(officer: Officer): SQL {
  const ways = hatsFor(officer, 'acknowledge-call', [officer.id]).map((hat) =>
    mayAs(hat.role as OfficerRole, 'see-application', 'assigned')
      ? givenByName(officer, hat)
      : sql`k.unit_id = ${hat.unitId}`,
  )
  return sql`(${sql.join([sql`k.officer_id = ${officer.id}`, ...ways], sql` OR `)})`
}

const hasDesk = (officer: Officer, hat: Hat): boolean =>
  mayIn(officer, hat, 'list-applications', { region: hat.regionCode })

/** What stands in an officer's list: the desk, or the visits to make in the own village. */
export function listed(officer: Officer): SQL {
  const villages = hatsFor(officer, 'list-visits').filter((hat) => !hasDesk(officer, hat))
  const visits = onDesks(officer, villages, sql`a.person_id`, (hat) => [
    sql`(a.kind = 'outreach' AND a.region_code = ${hat.regionCode})`,
  ])
  return sql`(${onDesk(officer, 'all')} OR ${visits})`
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
