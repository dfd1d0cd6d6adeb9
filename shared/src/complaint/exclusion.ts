import {
  managersOf,
  reach,
  type Officer,
  type Organisation,
  type Unit,
} from '../organisation/organisation.ts'
import { levelOf, regionLevels, regionsAbove, within, type RegionLevel } from '../region/code.ts'

/** Offices that look after what others did; a matter is handled by none of them. */
export const supervisingKinds = ['discipline', 'oversight', 'petition', 'audit'] as const
export type SupervisingKind = (typeof supervisingKinds)[number]

export const isSupervising = ({ kind }: Pick<Unit, 'kind'>): boolean =>
  (supervisingKinds as readonly string[]).includes(kind)

/** Whom a complaint is about and who had a hand in it; nothing of what it says. */
export type Concern = {
  /** 12 digits: where it happened. */
  place: string
  accused: readonly string[]
  /** A whole office, where it is not said who in it. */
  accusedUnits: readonly string[]
  /** Another recipient of the same place is meant. */
  recipient: boolean
  /** Whoever delivers goods or services under contract, a hospital. */
  provider: boolean
  /** Not known who it was. */
  unknown: boolean
  /** Officers who acted on the matter. */
  handlers: readonly string[]
  /** Officers related to somebody whom it is about: declared, or found by the machine. */
  relatives: readonly string[]
  /** Excluded before: nobody is ever let in again. */
  before: { officers: readonly string[]; units: readonly string[] }
}

/** How far up a level stands: a village 0, the province 4. */
export const heightOf = (level: RegionLevel): number => regionLevels.length - 1 - regionLevels.indexOf(level)

const membersOf = ({ officers }: Organisation, unitId: string): Officer[] =>
  Object.values(officers).filter((one) => one.unitId === unitId)

/** Who leads an office: whoever leads somebody in it, or is called its leader, and is led by nobody in it. */
export function headsOf(organisation: Organisation, unitId: string): Officer[] {
  const members = membersOf(organisation, unitId).filter(({ active }) => active)
  const ids = new Set(members.map(({ id }) => id))
  const free = members.filter(({ manager }) => manager === null || !ids.has(manager))
  const leading = free.filter(
    ({ id, role }) => role === 'leader' || members.some(({ manager }) => manager === id),
  )
  // In a ring everybody leads; of single people everybody is a head.
  return leading.length > 0 ? leading : free.length > 0 ? free : members
}

/** How far up whoever is accused stands: a village's worker at the village, everybody else where the office is. */
export function heightOfOfficer({ units }: Organisation, { role, regionCode, unitId }: Officer): number {
  if (role === 'village-worker') return heightOf('village')
  return Math.max(heightOf(levelOf(regionCode)), heightOf(levelOf(units[unitId]?.regionCode ?? regionCode)))
}

const accusedOf = (organisation: Organisation, { accused, accusedUnits }: Concern): Officer[] => {
  const named = accused.flatMap((id) => organisation.officers[id] ?? [])
  return [...new Set([...named, ...accusedUnits.flatMap((id) => membersOf(organisation, id))])]
}

const isHead = (organisation: Organisation, officer: Officer): boolean =>
  headsOf(organisation, officer.unitId).some(({ id }) => id === officer.id)

/**
 * Places all of whose people are excluded: the township of an accused clerk or leader, the county of an accused leader
 * or head of a supervising office, the village of an accused village worker and of a recipient who is meant.
 */
function excludedPlaces(organisation: Organisation, concern: Concern): string[] {
  const { units } = organisation
  const ofAccused = accusedOf(organisation, concern).flatMap((officer) => {
    const unit = units[officer.unitId]
    const place = unit?.regionCode ?? officer.regionCode
    if (officer.role === 'village-worker')
      return levelOf(officer.regionCode) === 'village' ? [officer.regionCode] : []
    if (levelOf(place) === 'town' || levelOf(place) === 'village') return [place]
    const leads =
      officer.role === 'leader' ||
      (unit !== undefined && isSupervising(unit) && isHead(organisation, officer))
    return leads && levelOf(place) === 'county' ? [place] : []
  })
  const ofUnits = concern.accusedUnits.flatMap((id) => {
    const place = units[id]?.regionCode
    return place !== undefined && ['town', 'village'].includes(levelOf(place)) ? [place] : []
  })
  const ofRecipient = concern.recipient && levelOf(concern.place) === 'village' ? [concern.place] : []
  return [...new Set([...ofAccused, ...ofUnits, ...ofRecipient])]
}

/** The lowest level that may receive it: above whoever is accused, or beside them, and above an office whose head is. */
export function lowestHeight(organisation: Organisation, concern: Concern): { from: number; beside: number } {
  const { units } = organisation
  const officers = accusedOf(organisation, concern)
  const ofUnits = concern.accusedUnits.flatMap((id) => {
    const place = units[id]?.regionCode
    return place === undefined ? [] : [heightOf(levelOf(place))]
  })
  const heights = [...officers.map((one) => heightOfOfficer(organisation, one)), ...ofUnits]
  const beside = Math.max(heightOf('town'), ...heights)
  const villageOnly = heights.every((height) => height === heightOf('village'))
  const bothInVillage = concern.recipient && officers.length > 0
  const townMay =
    villageOnly &&
    !bothInVillage &&
    !concern.unknown &&
    !concern.provider &&
    (heights.length > 0 || concern.recipient)
  const heads = officers.filter((one) => one.role !== 'village-worker' && isHead(organisation, one))
  const aboveHeads = Math.max(0, ...heads.map((one) => heightOfOfficer(organisation, one) + 1))
  return { from: Math.max(townMay ? beside : Math.max(beside, heightOf('county')), aboveHeads), beside }
}

export type Exclusion = {
  /** Whoever is excluded, whichever office receives it. */
  officers: ReadonlySet<string>
  units: ReadonlySet<string>
  /** Excluded besides, if an office of that height receives it: managers on the way up to it. */
  managersBelow: (height: number) => ReadonlySet<string>
}

/** Managers of supervising offices above whoever is accused: the way of a complaint leads to them, not past them. */
const receivesAbove = (organisation: Organisation, officer: Officer, height: number): boolean => {
  const unit = organisation.units[officer.unitId]
  return unit !== undefined && isSupervising(unit) && heightOfOfficer(organisation, officer) >= height
}

/**
 * These, and whoever stands in for one of them, now or on a day that is fixed already: a deputy sits in that chair, and so
 * does whoever stands in for the deputy in turn.
 */
const withDeputies = ({ absences }: Organisation, ids: Iterable<string>, today: string): Set<string> =>
  reach([...ids], (id) =>
    absences.flatMap(({ officerId, to, deputy }) => (officerId === id && deputy !== null && today <= to ? [deputy] : [])),
  )

/**
 * Everybody whom a complaint must never reach: the accused, all of their offices and places, everyone below them, every
 * manager above them up to the office that receives it, relatives, everyone who acted on the matter, and whoever stands in
 * for one of these. Administrators are nobody special here. More that is known never lets anybody in.
 */
export function exclusionOf(organisation: Organisation, concern: Concern, today: string): Exclusion {
  const all = Object.values(organisation.officers)
  const accused = accusedOf(organisation, concern)
  const places = excludedPlaces(organisation, concern)
  const inPlaces = (code: string): boolean => places.some((place) => within(code, place))
  const units = new Set([
    ...concern.accusedUnits,
    ...accused.map(({ unitId }) => unitId),
    ...concern.before.units,
    ...Object.values(organisation.units).flatMap(({ id, regionCode }) => (inPlaces(regionCode) ? [id] : [])),
  ])
  const core = [
    ...concern.accused,
    ...all.filter((one) => units.has(one.unitId) || inPlaces(one.regionCode)).map(({ id }) => id),
  ]
  const below = reach(core, (id) =>
    all.filter((one) => managersOf(one, today).includes(id)).map((one) => one.id),
  )
  const others = [...concern.handlers, ...concern.relatives, ...concern.before.officers]
  const officers = withDeputies(organisation, [...below, ...others], today)
  const lowest = Math.max(heightOf('town'), ...accused.map((one) => heightOfOfficer(organisation, one) + 1))
  const managersBelow = (height: number): ReadonlySet<string> => {
    const managers = reach(core, (id) => {
      const officer = organisation.officers[id]
      const above = officer ? managersOf(officer, today) : []
      return above.filter((one) => {
        const manager = organisation.officers[one]
        return manager === undefined || !receivesAbove(organisation, manager, Math.max(height, lowest))
      })
    })
    return withDeputies(organisation, managers, today)
  }
  return { officers, units, managersBelow }
}

/** Places from a village up to the province, nearest first. */
export const upwards = (place: string): string[] => [place, ...regionsAbove(place)]
