import { Problem } from '../../problem.ts'
import { findPeriod } from './period.ts'
import type { Period, RegionParameters } from './period.ts'
import { qinghe } from './qinghe.ts'
import { parameterKeys, parameterShape } from './shape.ts'
import type { ParameterKey, ParameterOverrides, PolicyParameters } from './shape.ts'

/** Every place that sets figures. */
export const regionParameters: readonly RegionParameters[] = [qinghe]

/** The demo county, where nobody names another place. */
export const demoRegion = '990101'

/**
 * The period of one figure in force at a place and day: its own, else that of the nearest place
 * above (by code prefix) that sets the figure at all.
 */
export function findParameter<K extends ParameterKey>(
  key: K,
  regionCode: string,
  date: string,
  places: readonly RegionParameters[] = regionParameters,
): { region: string; period: Period<K> } | undefined {
  const around = places
    .filter(({ region, periods }) => regionCode.startsWith(region) && periods[key] !== undefined)
    .sort((one, other) => other.region.length - one.region.length)[0]
  const period = around && findPeriod<K>(around.periods[key], date)
  return around && period && { region: around.region, period }
}

const found = new Map<string, PolicyParameters>()
/** By place and day: everybody of one village asks for the same figures on one day. */
const asked = new Map<string, PolicyParameters>()
/** More villages than a county has. */
const mostAsked = 2000

/**
 * Every figure in force at a place (a region code of any length) on a day. Throws `invalid-input`
 * naming the field when the place has no figures, or none yet on that day. The same place and
 * figures give the same object, so that what is computed from it is computed once.
 */
export function parametersFor(regionCode: string, date: string): PolicyParameters {
  const name = `${regionCode} ${date}`
  const kept = asked.get(name)
  if (kept !== undefined) return kept
  if (asked.size >= mostAsked) asked.clear()
  const figures = lookUp(regionCode, date)
  asked.set(name, figures)
  return figures
}

function lookUp(regionCode: string, date: string): PolicyParameters {
  const periods = parameterKeys.map((key) => [key, findParameter(key, regionCode, date)] as const)
  if (periods.some(([, one]) => one === undefined)) {
    const known = regionParameters.some(({ region }) => regionCode.startsWith(region))
    throw new Problem('invalid-input', [
      known ? { field: 'date', code: 'no-figures-then' } : { field: 'regionCode', code: 'no-figures-there' },
    ])
  }
  const name = periods.map(([, one]) => `${one?.region}@${one?.period.from}`).join()
  const kept = found.get(name)
  if (kept !== undefined) return kept
  const fresh = Object.fromEntries(periods.map(([key, one]) => [key, one?.period.value])) as PolicyParameters
  found.set(name, fresh)
  return fresh
}

/** "What if": the figures in force with some of them, or some parts, replaced. */
export function withOverrides(figures: PolicyParameters, overrides: ParameterOverrides): PolicyParameters {
  const changed = parameterKeys.flatMap((key) => {
    const part = overrides[key]
    if (part === undefined) return []
    const inParts = typeof parameterShape[key] === 'object'
    return [[key, inParts ? { ...(figures[key] as object), ...withoutGaps(part as object) } : part]]
  })
  return { ...figures, ...Object.fromEntries(changed) } as PolicyParameters
}

const withoutGaps = (part: object): object =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined))
