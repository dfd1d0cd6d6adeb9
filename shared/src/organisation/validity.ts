import type { OfficerRole } from '../access/actor.ts'
import { mayAs } from '../access/table.ts'
import {
  isAboveCounty,
  isRegionCode,
  levelOf,
  regionsAbove,
  within,
  type RegionLevel,
} from '../region/code.ts'
import { addDays, daysBetween } from '../calendar/working-days.ts'
import { parentOf } from './evolve.ts'
import type { Change, Officer, OfficerFields, Organisation } from './organisation.ts'

/** Why a change makes no sense of itself, whoever proposes it. Sentences: `problem.field.<code>`. */
export type InvalidCode =
  | 'already-there'
  | 'not-there'
  | 'place-closed'
  | 'unit-closed'
  | 'place-not-empty'
  | 'unit-not-empty'
  | 'parent-loop'
  | 'manager-loop'
  | 'manager-place'
  | 'manager-gone'
  | 'role-place'
  | 'not-in-unit'
  | 'nothing-new'
  | 'dates-wrong'
  | 'deputy-wrong'
  | 'not-for-duty'
  | 'too-few-confirmers'
/** The field of the change it is about, for the page to show it beside. */
export type Invalid = { code: InvalidCode; field: string }

/** At which levels a role is an office at all. */
export const rolePlaces: Readonly<Record<OfficerRole, readonly RegionLevel[]>> = {
  'village-worker': ['village'],
  clerk: ['town'],
  leader: ['town', 'county'],
  'county-officer': ['county'],
  'duty-officer': ['town', 'county'],
  'department-officer': ['county'],
  'verification-officer': ['county'],
  // Above the county nobody works on requests: who sits there oversees those who do.
  supervisor: ['town', 'county', 'city', 'province'],
  administrator: ['county'],
}

const bad = (code: InvalidCode, field: string): Invalid => ({ code, field })

/** Longest absence and roster in days. */
const longest = 366

const datesWrong = (from: string, to: string, today: string): boolean =>
  from < today || to < from || daysBetween(from, to) > longest

/** Who oversees a county from above handles nothing in it, in nobody's place either. */
const mayStandIn = (deputy: Officer | undefined, away: Officer): boolean =>
  deputy?.active === true &&
  deputy.id !== away.id &&
  (!isAboveCounty(deputy.regionCode) || isAboveCounty(away.regionCode))

function managerWrong(fields: OfficerFields, { officers }: Organisation): Invalid | undefined {
  if (fields.manager === null) return undefined
  const manager = officers[fields.manager]
  if (!manager?.active) return bad('manager-gone', 'manager')
  if (!within(fields.regionCode, manager.regionCode)) return bad('manager-place', 'manager')
  for (let one: string | null = fields.manager; one !== null; one = officers[one]?.manager ?? null)
    if (one === fields.id) return bad('manager-loop', 'manager')
  return undefined
}

function officerWrong(fields: OfficerFields, organisation: Organisation): Invalid | undefined {
  const { units, places } = organisation
  const unit = units[fields.unitId]
  if (!unit) return bad('not-there', 'unitId')
  if (!unit.open) return bad('unit-closed', 'unitId')
  const place = places[fields.regionCode]
  if (!place) return bad('not-there', 'regionCode')
  if (!place.open) return bad('place-closed', 'regionCode')
  if (!within(fields.regionCode, unit.regionCode)) return bad('not-in-unit', 'regionCode')
  const isVillages = levelOf(fields.regionCode) === 'village'
  const isAbove = isVillages && isAboveCounty(unit.regionCode)
  if (isAbove || (!isVillages && fields.regionCode !== unit.regionCode))
    return bad('not-in-unit', 'regionCode')
  if (!rolePlaces[fields.role].includes(levelOf(fields.regionCode))) return bad('role-place', 'role')
  return managerWrong(fields, organisation)
}

const officerFields = ['unitId', 'regionCode', 'name', 'post', 'role', 'manager'] as const

const parentLoops = ({ units }: Organisation, id: string, parent: string): boolean => {
  for (let one: string | null = parent; one !== null; one = units[one]?.parent ?? null)
    if (one === id) return true
  return false
}

function parentWrong(organisation: Organisation, id: string, parent: string | null): Invalid | undefined {
  if (parent === null) return undefined
  if (!organisation.units[parent]?.open) return bad('not-there', 'parent')
  return parentLoops(organisation, id, parent) ? bad('parent-loop', 'parent') : undefined
}

/** Whether a new place has its own in the register: in one that is there, or around one. */
export const isPlaceable = (places: Organisation['places'], code: string): boolean =>
  isRegionCode(code) &&
  (parentOf(places, code) !== null || Object.keys(places).some((one) => regionsAbove(one).includes(code)))

function regionWrong(
  change: Extract<Change, { code: string }>,
  organisation: Organisation,
): Invalid | undefined {
  const { places, units, officers } = organisation
  const place = places[change.code]
  if (change.type === 'add-region') {
    if (!isPlaceable(places, change.code)) return bad('not-there', 'code')
    return place ? bad('already-there', 'code') : undefined
  }
  if (!place) return bad('not-there', 'code')
  if (!place.open) return bad('place-closed', 'code')
  if (change.type === 'rename-region')
    return place.name === change.name ? bad('nothing-new', 'name') : undefined
  const used =
    Object.values(places).some(({ parent, open }) => open && parent === change.code) ||
    Object.values(units).some(({ regionCode, open }) => open && regionCode === change.code) ||
    Object.values(officers).some(({ regionCode, active }) => active && regionCode === change.code)
  return used ? bad('place-not-empty', 'code') : undefined
}

/** Why a change cannot be carried out as the organisation stands; undefined when it can. */
export function findInvalid(change: Change, organisation: Organisation, today: string): Invalid | undefined {
  const { places, units, officers, absences } = organisation
  switch (change.type) {
    case 'add-region':
    case 'rename-region':
    case 'close-region':
      return regionWrong(change, organisation)
    case 'add-unit':
      if (units[change.id]) return bad('already-there', 'id')
      if (!places[change.regionCode]?.open) return bad('place-closed', 'regionCode')
      return parentWrong(organisation, change.id, change.parent)
    case 'change-unit':
      if (!units[change.id]) return bad('not-there', 'id')
      return units[change.id]?.open
        ? parentWrong(organisation, change.id, change.parent)
        : bad('unit-closed', 'id')
    case 'close-unit':
      if (!units[change.id]?.open) return bad('unit-closed', 'id')
      return Object.values(officers).some(({ unitId, active }) => active && unitId === change.id) ||
        Object.values(units).some(({ parent, open }) => open && parent === change.id)
        ? bad('unit-not-empty', 'id')
        : undefined
    case 'add-officer':
      return officers[change.id] ? bad('already-there', 'id') : officerWrong(change, organisation)
    case 'change-officer': {
      const held = officers[change.id]
      if (!held?.active) return bad('not-there', 'id')
      if (!change.newPhone && officerFields.every((field) => held[field] === change[field]))
        return bad('nothing-new', 'id')
      return officerWrong(change, organisation)
    }
    case 'end-officer':
      return officers[change.id]?.active ? undefined : bad('not-there', 'id')
    case 'reactivate-officer': {
      const held = officers[change.id]
      if (!held) return bad('not-there', 'id')
      if (held.active) return bad('nothing-new', 'id')
      return officerWrong(
        officers[held.manager ?? '']?.active ? held : { ...held, manager: null },
        organisation,
      )
    }
    case 'set-absence': {
      if (absences.some(({ id }) => id === change.id)) return bad('already-there', 'id')
      const away = officers[change.officerId]
      if (!away?.active) return bad('not-there', 'officerId')
      if (datesWrong(change.from, change.to, today)) return bad('dates-wrong', 'to')
      return change.deputy === null || mayStandIn(officers[change.deputy], away)
        ? undefined
        : bad('deputy-wrong', 'deputy')
    }
    case 'end-absence':
      return absences.some(({ id }) => id === change.id) ? undefined : bad('not-there', 'id')
    case 'set-duty': {
      if (!units[change.unitId]?.open) return bad('unit-closed', 'unitId')
      if (datesWrong(change.from, change.to, today)) return bad('dates-wrong', 'to')
      if (change.officerId === null) return undefined
      const one = officers[change.officerId]
      const fits =
        one?.active && one.unitId === change.unitId && mayAs(one.role, 'acknowledge-call', 'assigned')
      return fits ? undefined : bad('not-for-duty', 'officerId')
    }
    case 'add-relative':
    case 'end-relative':
      return officers[change.officerId] ? undefined : bad('not-there', 'officerId')
    default:
      return change satisfies never
  }
}

/** The last day on which a change may be dated to begin. */
export const latestStart = (today: string): string => addDays(today, longest)
