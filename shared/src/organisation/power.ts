import type { OfficerRole } from '../access/actor.ts'
import { within } from '../region/code.ts'
import type { Change, Officer, Organisation } from './organisation.ts'

/** One thing an officer can do: in which role, for which place, at whose desk. */
export type Grant = { role: OfficerRole; regionCode: string; unitId: string }

/**
 * Roles that hold no more than another. What does not stand here counts as more: a new role that nobody
 * thought of must ask a second person, not slip by. A test holds this against the access table.
 */
export const below: Readonly<Record<OfficerRole, readonly OfficerRole[]>> = {
  'village-worker': [],
  'duty-officer': [],
  clerk: ['village-worker'],
  leader: ['clerk', 'village-worker'],
  'county-officer': [],
  'department-officer': [],
  'verification-officer': [],
  supervisor: [],
  administrator: [],
}

const covers = (mine: Grant, other: Grant): boolean =>
  mine.unitId === other.unitId &&
  within(other.regionCode, mine.regionCode) &&
  (mine.role === other.role || below[mine.role].includes(other.role))

/** Whether somebody who holds `before` would hold something new with `after`. */
export const exceeds = (after: readonly Grant[], before: readonly Grant[]): boolean =>
  after.some((grant) => !before.some((held) => covers(held, grant)))

const ownGrant = ({ role, regionCode, unitId, active }: Officer): Grant[] =>
  active ? [{ role, regionCode, unitId }] : []

/** Everything an officer holds or will hold: the own office, and those of everybody he is deputy for, now or later. */
export function grantsOf({ officers, absences }: Organisation, id: string, today: string): Grant[] {
  const officer = officers[id]
  if (!officer?.active) return []
  const lent = absences
    .filter(({ deputy, to }) => deputy === id && to >= today)
    .flatMap(({ officerId }) => (officers[officerId] ? ownGrant(officers[officerId]) : []))
  return [...ownGrant(officer), ...lent]
}

/** Whom an officer leads at once. */
export const reportsOf = ({ officers }: Organisation, id: string): string[] =>
  Object.values(officers)
    .filter(({ manager, active }) => manager === id && active)
    .map((officer) => officer.id)

/** Whose power a change may touch, without asking whether it does. */
function touched(change: Change, { officers, absences }: Organisation): string[] {
  switch (change.type) {
    case 'add-officer':
    case 'change-officer':
    case 'reactivate-officer':
    case 'end-officer': {
      const manager = 'manager' in change ? change.manager : (officers[change.id]?.manager ?? null)
      const deputies = absences.filter(({ officerId }) => officerId === change.id).map(({ deputy }) => deputy)
      return [change.id, manager, ...deputies].filter((id) => id !== null)
    }
    case 'set-absence':
      return change.deputy === null ? [] : [change.deputy]
    case 'add-relative':
    case 'end-relative':
      return [change.officerId]
    case 'add-region':
    case 'rename-region':
    case 'close-region':
    case 'add-unit':
    case 'change-unit':
    case 'close-unit':
    case 'end-absence':
    case 'set-duty':
      return []
    default:
      return change satisfies never
  }
}

/**
 * Those who would hold more after a change than before it. Who may see a relative's file again holds more; whoever is
 * said to be related loses requests, and who said so steers them to another. A duty number lets in whoever holds it:
 * the first sign-in goes there.
 */
export function gainers(change: Change, before: Organisation, after: Organisation, today: string): string[] {
  if (change.type === 'end-relative' || change.type === 'add-relative') return [change.officerId]
  const reached = change.type === 'change-officer' && change.newPhone ? change.id : undefined
  return [...new Set(touched(change, before))].filter((id) => {
    const led = new Set(reportsOf(before, id))
    return (
      id === reached ||
      exceeds(grantsOf(after, id, today), grantsOf(before, id, today)) ||
      reportsOf(after, id).some((other) => !led.has(other))
    )
  })
}

/** How those stand whom a change is about: to see at its day whether what was confirmed is still what happens. */
export function basisOf(change: Change, organisation: Organisation, today: string): string {
  const ids = [...new Set(touched(change, organisation))].sort()
  const absent = change.type === 'set-absence' ? [organisation.officers[change.officerId]] : []
  return JSON.stringify([
    ids.map((id) => [id, grantsOf(organisation, id, today)]),
    absent.map((one) => (one ? ownGrant(one) : [])),
  ])
}
