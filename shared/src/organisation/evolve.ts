import { levelOf, regionsAbove } from '../region/code.ts'
import type { Absence, Change, Officer, OfficerFields, Organisation, Pending, Unit } from './organisation.ts'

export type OrganisationEvent =
  | { type: 'change-proposed'; pending: Pending }
  | { type: 'change-confirmed'; id: string; by: string }
  | { type: 'change-declined'; id: string; by: string; reason: string }
  | { type: 'change-withdrawn'; id: string; by: string }
  | { type: 'change-took-effect'; id: string; on: string }
  | { type: 'change-lapsed'; id: string; why: string }

const put = <T extends { id: string }>(all: Readonly<Record<string, T>>, one: T): Record<string, T> => ({
  ...all,
  [one.id]: one,
})

/** The nearest place above that the register knows: not every county lies in a city. */
export const parentOf = (places: Organisation['places'], code: string): string | null =>
  regionsAbove(code).find((above) => places[above]?.open) ?? null

const officerAfter = (
  { id, unitId, regionCode, name, post, role, manager }: OfficerFields,
  before: Officer | undefined,
  on: string,
  appointedBy: readonly string[],
): Officer => {
  const last = before?.manager ?? null
  const left = last !== null && last !== manager ? [{ id: last, until: on }] : []
  return {
    id,
    unitId,
    regionCode,
    name,
    post,
    role,
    manager,
    active: before?.active ?? true,
    pastManagers: [...(before?.pastManagers ?? []), ...left],
    appointedBy: before?.appointedBy ?? appointedBy,
    appointedOn: before ? before.appointedOn : on,
  }
}

/** Whoever is given less gives back what was lent: a deputyship outlives no demotion. */
const withoutDeputy = (absences: readonly Absence[], id: string): Absence[] =>
  absences.map((absence) => (absence.deputy === id ? { ...absence, deputy: null } : absence))

const sameOffice = (one: Officer, other: OfficerFields): boolean =>
  one.role === other.role && one.regionCode === other.regionCode && one.unitId === other.unitId

type Of<Type extends Change['type']> = Extract<Change, { type: Type }>

/** A new place lies in the nearest around it, and may be the nearest around others that were there before. */
const withParents = (fresh: string, places: Organisation['places']): Organisation['places'] =>
  Object.fromEntries(
    Object.entries(places).map(([key, place]) => {
      const touched = key === fresh || regionsAbove(key).includes(fresh)
      const parent = touched ? parentOf(places, key) : place.parent
      return [key, parent === place.parent ? place : { ...place, parent }]
    }),
  )

function placesAfter(
  { places }: Organisation,
  change: Of<'add-region' | 'rename-region' | 'close-region'>,
): Organisation['places'] {
  const { code } = change
  if (change.type === 'add-region')
    return withParents(code, {
      ...places,
      [code]: { code, name: change.name, level: levelOf(code), parent: null, open: true },
    })
  const place = places[code]
  if (!place) return places
  const next = change.type === 'close-region' ? { ...place, open: false } : { ...place, name: change.name }
  return { ...places, [code]: next }
}

function unitsAfter(
  { units }: Organisation,
  { type, ...fields }: Of<'add-unit' | 'change-unit' | 'close-unit'>,
): Organisation['units'] {
  const unit = units[fields.id]
  if (type === 'add-unit') return put(units, { ...(fields as Unit), open: true })
  if (!unit) return units
  return put(units, type === 'close-unit' ? { ...unit, open: false } : { ...unit, ...fields })
}

/** An officer in another office, out of office, or in it again. */
function withOfficer(
  before: Organisation,
  change: Of<'change-officer' | 'end-officer' | 'reactivate-officer'>,
  on: string,
  appointedBy: readonly string[],
): Organisation {
  const { officers, absences } = before
  const officer = officers[change.id]
  if (!officer) return before
  switch (change.type) {
    case 'change-officer': {
      const kept = sameOffice(officer, change) ? absences : withoutDeputy(absences, change.id)
      return { ...before, officers: put(officers, officerAfter(change, officer, on, [])), absences: kept }
    }
    case 'end-officer': {
      const ended = put(officers, { ...officer, active: false })
      return { ...before, officers: ended, absences: withoutDeputy(absences, change.id) }
    }
    case 'reactivate-officer':
      return {
        ...before,
        officers: put(officers, { ...officer, active: true, appointedBy, appointedOn: on }),
      }
    default:
      return change satisfies never
  }
}

/** The organisation with a change carried out. Says nothing of whether it may be. */
export function carryOut(
  before: Organisation,
  change: Change,
  on: string,
  appointedBy: readonly string[] = [],
): Organisation {
  const { officers, absences } = before
  switch (change.type) {
    case 'add-region':
    case 'rename-region':
    case 'close-region':
      return { ...before, places: placesAfter(before, change) }
    case 'add-unit':
    case 'change-unit':
    case 'close-unit':
      return { ...before, units: unitsAfter(before, change) }
    case 'add-officer':
      return { ...before, officers: put(officers, officerAfter(change, undefined, on, appointedBy)) }
    case 'change-officer':
    case 'end-officer':
    case 'reactivate-officer':
      return withOfficer(before, change, on, appointedBy)
    case 'set-absence': {
      const { type: _type, ...absence } = change
      return { ...before, absences: [...absences.filter(({ id }) => id !== absence.id), absence] }
    }
    case 'end-absence':
      return { ...before, absences: absences.filter(({ id }) => id !== change.id) }
    // Rosters and relatives are kept beside: no decision of this table depends on them.
    case 'set-duty':
    case 'add-relative':
    case 'end-relative':
      return before
    default:
      return change satisfies never
  }
}

const without = (pending: Organisation['pending'], id: string): Record<string, Pending> =>
  Object.fromEntries(Object.entries(pending).filter(([key]) => key !== id))

/** The organisation after something happened. */
export function evolve(before: Organisation, event: OrganisationEvent): Organisation {
  switch (event.type) {
    case 'change-proposed':
      return { ...before, pending: put(before.pending, event.pending) }
    case 'change-confirmed': {
      const held = before.pending[event.id]
      if (!held) return before
      const confirmed: Pending = { ...held, state: 'scheduled', confirmedBy: event.by }
      return { ...before, pending: put(before.pending, confirmed) }
    }
    case 'change-took-effect': {
      const held = before.pending[event.id]
      if (!held) return before
      const hands = [held.proposedBy, ...(held.confirmedBy === null ? [] : [held.confirmedBy])]
      const after = carryOut(before, held.change, event.on, hands)
      return { ...after, pending: without(before.pending, event.id) }
    }
    case 'change-declined':
    case 'change-withdrawn':
    case 'change-lapsed':
      return { ...before, pending: without(before.pending, event.id) }
    default:
      return event satisfies never
  }
}
