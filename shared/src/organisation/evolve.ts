import { levelOf, regionsAbove } from '../region/code.ts'
import type { Absence, Change, Officer, OfficerFields, Organisation, Pending, Place } from './organisation.ts'

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

/** The organisation with a change carried out. Says nothing of whether it may be. */
export function carryOut(
  before: Organisation,
  change: Change,
  on: string,
  appointedBy: readonly string[] = [],
): Organisation {
  const { places, units, officers, absences } = before
  switch (change.type) {
    case 'add-region': {
      const { code, name } = change
      const place: Place = { code, name, level: levelOf(code), parent: parentOf(places, code), open: true }
      return { ...before, places: { ...places, [code]: place } }
    }
    case 'rename-region':
    case 'close-region': {
      const place = places[change.code]
      if (!place) return before
      const next =
        change.type === 'close-region' ? { ...place, open: false } : { ...place, name: change.name }
      return { ...before, places: { ...places, [change.code]: next } }
    }
    case 'add-unit': {
      const { type: _type, ...unit } = change
      return { ...before, units: put(units, { ...unit, open: true }) }
    }
    case 'change-unit': {
      const unit = units[change.id]
      const { type: _type, ...fields } = change
      return unit ? { ...before, units: put(units, { ...unit, ...fields }) } : before
    }
    case 'close-unit': {
      const unit = units[change.id]
      return unit ? { ...before, units: put(units, { ...unit, open: false }) } : before
    }
    case 'add-officer':
      return { ...before, officers: put(officers, officerAfter(change, undefined, on, appointedBy)) }
    case 'change-officer': {
      const officer = officers[change.id]
      if (!officer) return before
      const kept = sameOffice(officer, change) ? absences : withoutDeputy(absences, change.id)
      return { ...before, officers: put(officers, officerAfter(change, officer, on, [])), absences: kept }
    }
    case 'end-officer': {
      const officer = officers[change.id]
      if (!officer) return before
      return {
        ...before,
        officers: put(officers, { ...officer, active: false }),
        absences: withoutDeputy(absences, change.id),
      }
    }
    case 'reactivate-officer': {
      const officer = officers[change.id]
      if (!officer) return before
      const again = { ...officer, active: true, appointedBy, appointedOn: on }
      return { ...before, officers: put(officers, again) }
    }
    case 'set-absence': {
      const { type: _type, ...absence } = change
      return { ...before, absences: [...absences.filter(({ id }) => id !== absence.id), absence] }
    }
    case 'end-absence':
      return { ...before, absences: absences.filter(({ id }) => id !== change.id) }
    // Rosters and relatives are kept beside: no decision of this table depends on them.
    case 'set-duty':
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
