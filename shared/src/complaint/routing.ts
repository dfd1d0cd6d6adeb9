import {
  managersOf,
  reach,
  type Officer,
  type Organisation,
  type Unit,
} from '../organisation/organisation.ts'
import { levelOf } from '../region/code.ts'
import {
  exclusionOf,
  headsOf,
  heightOf,
  isSupervising,
  lowestHeight,
  upwards,
  type Concern,
  type Exclusion,
  type SupervisingKind,
} from './exclusion.ts'

export type { Concern } from './exclusion.ts'

/** Why an office that lies on the way does not receive it. For the office that does, and in tests; never for the excluded. */
export type PassedOver = { unitId: string; why: 'excluded' | 'led-by-excluded' | 'nobody' | 'no-keys' }

export type ComplaintRoute = {
  /** The office that receives it; null where nobody is left above, or nobody holds a key. */
  receives: string | null
  /** Who of it reads: each holds a key that was signed by the office. */
  readers: readonly string[]
  excludedOfficers: readonly string[]
  excludedUnits: readonly string[]
  passedOver: readonly PassedOver[]
}

export type RoutingContext = {
  today: string
  /** Who holds a reader key that the own office signed. */
  keyHolders: ReadonlySet<string>
  /** It has been with this office, which is over its days or stepped out: only what stands above receives it. */
  above?: string
}

/** What an office of a level is asked first: who sorts what nobody can name, and who looks into misconduct. */
const misconduct: readonly SupervisingKind[] = ['discipline', 'oversight', 'audit', 'petition']
const sorting: readonly SupervisingKind[] = ['oversight', 'discipline', 'petition', 'audit']

const orderOf = ({ unknown, provider, recipient, accused }: Concern): readonly SupervisingKind[] =>
  unknown || provider || (recipient && accused.length > 0) ? sorting : misconduct

/** Supervising offices of the places around, lowest first; of a township the discipline office alone. */
function candidatesOf(organisation: Organisation, concern: Concern): Unit[] {
  const units = Object.values(organisation.units).filter((unit) => unit.open && isSupervising(unit))
  const order = orderOf(concern)
  const rank = ({ kind }: Unit): number => order.indexOf(kind as SupervisingKind)
  return upwards(concern.place).flatMap((place) =>
    units
      .filter(
        ({ regionCode, kind }) =>
          regionCode === place && (levelOf(place) !== 'town' || kind === 'discipline'),
      )
      .sort((one, other) => rank(one) - rank(other) || (one.id < other.id ? -1 : 1)),
  )
}

/** Whether somebody on the way up from an officer is excluded: what such a one reads, those above may ask for. */
const isLedByExcluded = (
  organisation: Organisation,
  id: string,
  excluded: ReadonlySet<string>,
  today: string,
): boolean => {
  const above = reach(id, (one) => {
    const officer = organisation.officers[one]
    return officer ? managersOf(officer, today) : []
  })
  return [...above].some((one) => one !== id && excluded.has(one))
}

type Weighed = { why: PassedOver['why'] } | { readers: string[]; excluded: ReadonlySet<string> }

/** Whether an office may receive it, and who of it reads. */
function weigh(
  organisation: Organisation,
  unit: Unit,
  exclusion: Exclusion,
  context: RoutingContext,
): Weighed {
  const excluded = new Set([
    ...exclusion.officers,
    ...exclusion.managersBelow(heightOf(levelOf(unit.regionCode))),
  ])
  if (exclusion.units.has(unit.id)) return { why: 'excluded' }
  const heads = headsOf(organisation, unit.id)
  if (heads.some(({ id }) => excluded.has(id))) return { why: 'excluded' }
  const isLed = (id: string): boolean => isLedByExcluded(organisation, id, excluded, context.today)
  if (heads.some(({ id }) => isLed(id))) return { why: 'led-by-excluded' }
  const may = Object.values(organisation.officers).filter(
    (one: Officer) =>
      one.unitId === unit.id &&
      one.active &&
      one.role === 'supervisor' &&
      !excluded.has(one.id) &&
      !isLed(one.id),
  )
  if (may.length === 0) return { why: 'nobody' }
  const readers = may
    .filter(({ id }) => context.keyHolders.has(id))
    .map(({ id }) => id)
    .sort()
  return readers.length === 0 ? { why: 'no-keys' } : { readers, excluded }
}

/** The order in which offices are asked: above whoever is accused first; beside them only where nobody stands above. */
function inOrder(organisation: Organisation, concern: Concern, { above }: RoutingContext): Unit[] {
  const candidates = candidatesOf(organisation, concern)
  const heightOfUnit = ({ regionCode }: Unit): number => heightOf(levelOf(regionCode))
  const last = above === undefined ? undefined : organisation.units[above]
  if (last) return candidates.filter((unit) => heightOfUnit(unit) > heightOfUnit(last))
  const { from, beside } = lowestHeight(organisation, concern)
  const upper = candidates.filter((unit) => heightOfUnit(unit) >= from)
  const sideways = candidates.filter(
    (unit) => heightOfUnit(unit) < from && heightOfUnit(unit) >= Math.max(beside, heightOf('county')),
  )
  return [...upper, ...sideways]
}

/**
 * Which office receives a complaint, who of it may read, and whom it must never reach. Pure: the same organisation and
 * the same concern give the same answer on the day of filing, at every look and in a test.
 */
export function routeComplaint(
  organisation: Organisation,
  concern: Concern,
  context: RoutingContext,
): ComplaintRoute {
  const exclusion = exclusionOf(organisation, concern, context.today)
  const units = [...exclusion.units].sort()
  const passedOver: PassedOver[] = []
  for (const unit of inOrder(organisation, concern, context)) {
    const weighed = weigh(organisation, unit, exclusion, context)
    if ('readers' in weighed) {
      const { readers, excluded } = weighed
      return {
        receives: unit.id,
        readers,
        excludedOfficers: [...excluded].sort(),
        excludedUnits: units,
        passedOver,
      }
    }
    passedOver.push({ unitId: unit.id, why: weighed.why })
  }
  const everybody = new Set([...exclusion.officers, ...exclusion.managersBelow(heightOf('province'))])
  return {
    receives: null,
    readers: [],
    excludedOfficers: [...everybody].sort(),
    excludedUnits: units,
    passedOver,
  }
}

/** Who was excluded, or is. */
export type Excluded = Pick<ComplaintRoute, 'excludedOfficers' | 'excludedUnits'>

/** The same concern with these excluded before as well: nobody is let in again. */
export const withBefore = (concern: Concern, { excludedOfficers, excludedUnits }: Excluded): Concern => ({
  ...concern,
  before: {
    officers: [...new Set([...concern.before.officers, ...excludedOfficers])],
    units: [...new Set([...concern.before.units, ...excludedUnits])],
  },
})

/** Whom a complaint must not reach while an office has it: by who works where today, and whoever was excluded before. */
export function excludedWith(organisation: Organisation, concern: Concern, unitId: string, today: string): Excluded {
  const { officers, units, managersBelow } = exclusionOf(organisation, concern, today)
  const unit = organisation.units[unitId]
  const managers = managersBelow(unit ? heightOf(levelOf(unit.regionCode)) : heightOf('province'))
  return { excludedOfficers: [...new Set([...officers, ...managers])].sort(), excludedUnits: [...units].sort() }
}

/**
 * Supervising offices of the place and above that are not excluded, with whoever of them could read; lowest first. By who
 * works where today: whoever was excluded before stays so.
 */
export function officesThatMay(
  organisation: Organisation,
  concern: Concern,
  { excludedOfficers, excludedUnits }: Excluded,
  context: RoutingContext,
): { unitId: string; readers: string[] }[] {
  const exclusion = exclusionOf(organisation, withBefore(concern, { excludedOfficers, excludedUnits }), context.today)
  return inOrder(organisation, concern, context).flatMap((unit) => {
    const weighed = weigh(organisation, unit, exclusion, context)
    return 'readers' in weighed ? [{ unitId: unit.id, readers: weighed.readers }] : []
  })
}

/** Offices that keep one of three parts for recovery: of the county or above it, not the one that reads it anyway. */
export const recoveryOffices = (
  organisation: Organisation,
  concern: Concern,
  route: ComplaintRoute,
  context: RoutingContext,
): { unitId: string; readers: string[] }[] =>
  officesThatMay(organisation, concern, route, context)
    .filter(({ unitId }) => unitId !== route.receives && levelOf(unitId.slice(0, 12)) !== 'town')
    .slice(0, 3)
