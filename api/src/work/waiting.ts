import { sql, type SQL } from 'drizzle-orm'
import type { OfficerRole } from '@yima/shared/access/actor'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { programmes } from '@yima/shared/policy/programmes/index'
import { stepNames, stepsOf } from '@yima/shared/policy/steps'
import { levelOf } from '@yima/shared/region/code'
import { officesOf } from '../claim/departments.ts'
import type { OfficerSession } from '../http/context.ts'
import type { Hat } from '../organisation/desks.ts'
import type { IsHere } from './next-task.ts'

type Officer = OfficerSession['officer']

/** What may wait for somebody: the steps of a process, and the answer to an objection. */
export const stepsWaiting: readonly string[] = [...stepNames, 'answer', 'papers', 'take-over', 'view']

const isTown = (place: string): boolean => levelOf(place) === 'town'

/** What the process gives to such a desk, by the names of `claim.waits`. */
function waitsFor({ role, unitId, regionCode }: Hat): SQL | undefined {
  const at = (place: string) => stepsWaiting.map((step) => `${place}:${step}`)
  switch (role) {
    // Of other townships' requests, what was sent here.
    case 'clerk':
    case 'leader':
      return isTown(regionCode) ? sql`${sql.param(at(regionCode))}::text[]` : undefined
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

/** Under which names claims wait for whom; of departments, only the own ones are listed. */
const deskNames: Partial<Record<OfficerRole, RegExp>> = {
  clerk: /^township:/,
  leader: /^township:/,
  'county-officer': /^county:/,
  'verification-officer': /^county:verification$/,
  'department-officer': /^(?!village:|township:|county:|\d)/,
}

/** Whether what waits under this name waits for somebody in one of these offices. */
export function hereFor(hats: readonly Pick<Hat, 'role' | 'regionCode'>[]): IsHere {
  const seats = hats.map(({ role, regionCode }) => ({ name: deskNames[role], town: `${regionCode}:` }))
  return (wait) => seats.some(({ name, town }) => name?.test(wait) || wait.startsWith(town))
}

/** Before acceptance, and where nothing was accepted, a claim is the business of its first office alone. */
export const notTakenIn: readonly string[] = ['proposed', 'notAccepted']

/** What must be known of an accepted claim to say whose it is. */
export type Placed = {
  programme: ProgrammeId
  raised: boolean
  /** Where it was sent, and who was asked. */ desks: readonly string[]
}

/** Whether the county checks it: by the rules of its programme, or because something of it went up. */
const isVerified = ({ programme, raised }: Pick<Placed, 'programme' | 'raised'>): boolean =>
  stepsOf(programmes[programme]).some(
    ({ name, by }) => name === 'verification' && (raised || by.includes('county')),
  )

/**
 * Which accepted claims are a desk's own, where a desk sees no others: a department those of its programmes, the centre
 * those that it verifies. Undefined for desks that have whole requests.
 * @param office the kind of its office
 * @param place of that office
 */
export function ownClaims(
  role: OfficerRole,
  office: string | undefined,
  place: string,
): ((claim: Placed) => boolean) | undefined {
  switch (role) {
    case 'verification-officer':
      return isVerified
    case 'department-officer':
      return ({ programme, desks }) =>
        office !== undefined && (officesOf(programme).includes(office) || desks.includes(office))
    // Of another township's requests.
    case 'clerk':
    case 'leader':
      return isTown(place) ? ({ desks }) => desks.includes(place) : undefined
    default:
      return undefined
  }
}

/** A township sees of others what was sent to it, as long as it lies there. */
const isTownDesk = ({ role }: Hat): boolean => role === 'clerk' || role === 'leader'

/** A request of which a claim waits for such a desk, and one in which this officer had a part: whoever did a step sees what became of it. */
const waitingOrDone = (officer: Officer, hat: Hat, waits: SQL): SQL =>
  isTownDesk(hat)
    ? sql`(
  a.state IN ('submitted', 'open') AND a.county_code = ${hat.regionCode.slice(0, 6)} AND EXISTS (
    SELECT 1 FROM claim c WHERE c.application_id = a.id AND c.desks @> ARRAY[${hat.regionCode}::text]))`
    : sql`(
  a.state IN ('submitted', 'open') AND a.county_code = ${hat.regionCode.slice(0, 6)} AND (
    EXISTS (SELECT 1 FROM claim c WHERE c.application_id = a.id AND c.waits && ${waits})
    OR EXISTS (SELECT 1 FROM event e WHERE e.stream = a.id AND e.actor_id = ${officer.id})))`

/** What the process of claims gives to an officer in such an office. */
export function byProcess(officer: Officer, hat: Hat): SQL[] {
  const waits = waitsFor(hat)
  return waits === undefined ? [] : [waitingOrDone(officer, hat, waits)]
}
