import type { Actor, OfficerRole } from '../access/actor.ts'
import type { Level } from '../policy/steps.ts'
import { levelOf } from '../region/code.ts'
import type { LaterStep } from './plan.ts'
import type { Process } from './process.ts'
import { isHeldAgain } from './appraisal.ts'
import { isThere, levelsWhereSent } from './dispatch.ts'
import { isGuest } from './joint.ts'

export type Officer = Extract<Actor, { kind: 'officer' }>

/** Where a task goes when nobody there may do it, or when it is late: to who supervises, never sideways. */
const above: Record<Level, Level | undefined> = {
  village: 'township', township: 'county', department: 'county', county: undefined,
}

/** At which level an officer sits; undefined for who handles no claim at all. */
export function seatOf({ role, region }: Officer): Level | undefined {
  switch (role) {
    case 'village-worker':
      return 'village'
    case 'clerk':
      return 'township'
    case 'leader':
      return levelOf(region) === 'county' ? 'county' : 'township'
    case 'county-officer':
    case 'verification-officer':
      return 'county'
    case 'department-officer':
      return 'department'
    case 'duty-officer':
    case 'supervisor':
    case 'administrator':
      return undefined
    default:
      return role satisfies never
  }
}

/** A village worker helps and never decides; the centre that checks does nothing else. */
function roleFits(role: OfficerRole, step: LaterStep): boolean {
  if (role === 'verification-officer') return step === 'verification'
  return role !== 'village-worker' || step === 'appraisal' || step === 'notice'
}

/** At which level an officer sits for this claim: nowhere, where it lies in another place. */
function seatFor(process: Process, officer: Officer): Level | undefined {
  return isThere(process, officer) && !isGuest(process, officer) ? seatOf(officer) : undefined
}

/** The levels at which a step may be done: those of the plan, and the one to which it went up. */
export function levelsFor(process: Process, step: LaterStep): Level[] {
  const raised = process.raised[step]?.to
  const where = levelsWhereSent(process, step)
  const planned = step === 'appraisal' && isHeldAgain(process) ? where.filter((level) => level !== 'village') : where
  return raised === undefined || planned.includes(raised) ? [...planned] : [...planned, raised]
}

/** Those who decide nothing above a township: as many of them as a visit needs may come along. */
export const isLocal = (officer: Officer): boolean => ['village', 'township'].includes(seatOf(officer) ?? '')

/**
 * Whom somebody may take along on a visit: village and township, and a colleague of the own level. Who came along
 * never decides, so nobody of a higher office is taken along by a choice from below, unless there is nobody else.
 * @param earlier who was there before, where it is looked at anew: they come along only where there is nobody else
 */
export function companionsFor<One extends Officer>(actor: Officer, staff: readonly One[], earlier: readonly string[] = []): One[] {
  const all = staff.filter(({ id }) => !namesOf(actor).includes(id))
  const fresh = all.filter(({ id }) => !earlier.includes(id))
  const others = fresh.length > 0 ? fresh : all
  const own = seatOf(actor)
  const near = others.filter(({ id }) =>
    others.every((other) => other.id !== id || isLocal(other) || seatOf(other) === own))
  return near.length > 0 ? near : others
}

/** The names an officer acts under: the own, and that of the colleague whose office it is. */
export const namesOf = ({ id, inPlaceOf }: Officer): string[] => [id, ...(inPlaceOf === undefined ? [] : [inPlaceOf])]

/** Whether somebody's hands were in looking into it, in the own name or in that of the office held for a colleague. */
export const hadHands = (process: Process, officer: Officer): boolean =>
  namesOf(officer).some((name) => process.hands.includes(name) || process.assisted?.includes(name))

/** Whether this officer may do this step of this claim, its moment aside. Nobody confirms what he investigated. */
export function maySit(process: Process, step: LaterStep, officer: Officer): boolean {
  const seat = seatFor(process, officer)
  if (seat === undefined || !levelsFor(process, step).includes(seat) || !roleFits(officer.role, step)) return false
  if (step === 'visit' && namesOf(officer).some((name) => process.anew?.includes(name))) return false
  if (step === 'appraisal' && namesOf(officer).some((name) => process.appraisal?.earlier?.hands.includes(name))) return false
  return step !== 'confirmation' || !(hadHands(process, officer) || hasExamined(process, officer) || hasSettled(process, officer))
}

const hasExamined = ({ examiners: those = [] }: Process, officer: Officer): boolean =>
  namesOf(officer).some((name) => those.includes(name))

/** Who said what the facts are does not say as well what comes of them. */
export const hasSettled = ({ settlers = [] }: Process, officer: Officer): boolean =>
  namesOf(officer).some((name) => settlers.includes(name))

/** Whether this officer may answer an objection or a contested finding: somebody else than whoever looked into it. */
export function mayAnswer(process: Process, officer: Officer): boolean {
  const seat = seatFor(process, officer)
  if (seat === undefined || officer.role === 'verification-officer' || hadHands(process, officer)) return false
  if (process.paused?.reason === 'objection' && hasPosted(process, officer)) return false
  return seat === 'county' || levelsFor(process, 'opinion').includes(seat)
}

const hasPosted = ({ posters = [] }: Process, officer: Officer): boolean =>
  namesOf(officer).some((name) => posters.includes(name))

/** Whether this officer may look into an objection to its notice: had no hand in the claim, and did not post it. */
export const mayExamine = (process: Process, officer: Officer): boolean =>
  !hasPosted(process, officer) && mayAnswer(process, officer)

/** How far an objection reaches: to who is near, to those above as well, or to those above alone. */
export type Reach = 'near' | 'wide' | 'above'

/**
 * Before whom an objection lies: whoever may look into it where the claim is, else, or once it is late, one level up. What
 * is said of the officials of a place lies before none of them.
 */
export function examiners<One extends Officer>(
  process: Process, { staff, excluded }: { staff: readonly One[]; excluded: readonly string[] }, reach: Reach,
): One[] {
  const may = staff.filter((one) => !excluded.includes(one.id) && mayExamine(process, one))
  if (reach === 'above') return may.filter((one) => seatOf(one) === 'county')
  const near = may.filter((one) => seatOf(one) !== 'county')
  return near.length > 0 && reach === 'near' ? near : may
}

/** The level above all those at which this step may be done now; undefined where there is none. */
export function levelAbove(process: Process, step: LaterStep): Level | undefined {
  const reached = levelsFor(process, step)
  if (reached.includes('county')) return undefined
  return reached.map((level) => above[level]).find((level) => level !== undefined && !reached.includes(level))
}
