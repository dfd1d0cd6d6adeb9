import type { OpenedRoute, RouteOffice } from '@yima/shared/complaint/keys'
import {
  recoveryOffices, routeComplaint, withBefore, type ComplaintRoute, type Concern, type RoutingContext,
} from '@yima/shared/complaint/routing'
import { levelOf } from '@yima/shared/region/code'
import type { Organisation } from '@yima/shared/organisation/organisation'
import type { Deps } from '../http/context.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { loadOrganisation, type Reader } from '../organisation/load.ts'
import { handedKeys, liveReaders, type LiveReader } from './reader-keys.ts'

/** Who is in which office today, and whose keys hold: all that routing asks. */
export type Routing = { organisation: Organisation; readers: readonly LiveReader[]; handed: ReadonlyMap<string, RouteOffice['handed']>; context: RoutingContext }

export async function loadRouting(db: Reader, { clock }: Pick<Deps, 'clock'>, county: string): Promise<Routing> {
  const [organisation, readers, handed] = await Promise.all([loadOrganisation(db, county), liveReaders(db), handedKeys(db)])
  return {
    ...{ organisation, readers, handed },
    context: { today: clock.today(), keyHolders: new Set(readers.map(({ officerId }) => officerId)) },
  }
}

/** An office as a phone is told of it: its key, and the given ones of its readers. */
export function officeOf({ organisation, readers, handed }: Routing, unitId: string, ids: readonly string[]): RouteOffice {
  const unit = organisation.units[unitId]
  const own = readers.filter((one) => one.unitId === unitId && ids.includes(one.officerId))
  return {
    office: { id: unitId, name: unit?.name ?? '', phone: unit?.phone ?? null },
    officeKey: own[0]?.officeKey ?? '',
    handed: handed.get(unitId) ?? [],
    readers: own.map(({ officerId, recipient, signature }) => ({ officerId, recipient, signature })),
  }
}

/**
 * What is excluded as its reporter is told before sending: whole places by their name, else offices. Of a township or
 * county everything is excluded, so one name says it.
 */
function namesOf({ organisation }: Routing, { excludedUnits }: ComplaintRoute): string[] {
  const out = new Set(excludedUnits)
  const ofPlace = (code: string): string[] =>
    Object.values(organisation.units).flatMap((unit) => (unit.regionCode === code ? [unit.id] : []))
  const places = [...new Set(excludedUnits.map((id) => organisation.units[id]?.regionCode ?? ''))]
  const whole = places.filter(
    (code) => ['town', 'county'].includes(levelOf(code)) && ofPlace(code).every((id) => out.has(id)),
  )
  const top = whole.filter((code) => levelOf(code) === 'county')
  const shown = top.length > 0 ? [...top, ...whole.filter((code) => !top.some((one) => code.startsWith(one.slice(0, 6))))] : whole
  const others = excludedUnits.filter((id) => !whole.includes(organisation.units[id]?.regionCode ?? ''))
  return [
    ...shown.map((code) => organisation.places[code]?.name ?? ''),
    ...others.map((id) => organisation.units[id]?.name ?? ''),
  ]
}

export type Above = { unitId: string; readers: readonly string[] }

/** The offices above one, level by level: the first has it by itself once that one is late, the next once the first is. */
export function unitsAbove({ organisation, context }: Routing, concern: Concern, unitId: string): Above[] {
  const above: Above[] = []
  for (let at: string | null = unitId; at !== null; ) {
    const route: ComplaintRoute = routeComplaint(organisation, concern, { ...context, above: at })
    if (route.receives !== null) above.push({ unitId: route.receives, readers: route.readers })
    at = route.receives
  }
  return above
}

export type Routed = { route: ComplaintRoute; receives: string; above: string | null; opened: OpenedRoute }

/** Where a concern goes by what is loaded: for filing, and anew whenever something changes. */
export function routeBy(routing: Routing, concern: Concern): Routed | undefined {
  const { organisation, context } = routing
  const route = routeComplaint(organisation, concern, context)
  if (route.receives === null) return undefined
  // Whoever has it next never hears of it before; it must be none that is excluded already.
  const [next, ...higher] = unitsAbove(routing, withBefore(concern, route), route.receives)
  const recovery = recoveryOffices(organisation, concern, route, context)
  const opened: OpenedRoute = {
    ...officeOf(routing, route.receives, route.readers),
    above: next ? officeOf(routing, next.unitId, next.readers) : null,
    higher: higher.map(({ unitId, readers }) => officeOf(routing, unitId, readers)),
    recovery: recovery.length < 3 ? [] : recovery.map(({ unitId, readers }) => officeOf(routing, unitId, readers)),
    excluded: namesOf(routing, route),
  }
  return { route, receives: route.receives, above: next?.unitId ?? null, opened }
}

/**
 * Which office a complaint goes to, and to whose keys it is sealed.
 * @throws Problem `not-allowed-now` (`no-office`) where nobody is left who could read it
 */
export async function openRoute(deps: Pick<Deps, 'clock'>, db: Reader, county: string, concern: Concern): Promise<Routed> {
  const routed = routeBy(await loadRouting(db, deps, county), concern)
  if (!routed) throw notAllowedNow('place', 'no-office')
  return routed
}
