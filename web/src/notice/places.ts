import { levelOf } from '@yima/shared/region/code'
import type { AllPlaces, PlaceView } from '@yima/shared/region/contract'
import { getPlace, lastPlace } from '../application/api.ts'
import { http } from '../app/http.ts'
import { keep, recall } from '../app/store.ts'

export type Village = { code: string; name: string; town: string }
export type Town = { code: string; name: string; villages: Village[] }

/** Which village's board was read last on this phone. */
const lastKey = 'last-place.notices'
export const rememberVillage = ({ code, name, town }: Village): Promise<void> => keep(lastKey, { code, name, town })

/** The village whose board was read last; before the first, the one somebody applied from here. */
export async function lastVillage(): Promise<Village | undefined> {
  const last = await recall<Village>(lastKey)
  if (last) return last
  const chosen = await lastPlace()
  return chosen && levelOf(chosen.code) === 'village' ? { ...chosen, town: '' } : undefined
}

const townOf = ({ code, name, children }: PlaceView): Town => ({
  code,
  name,
  villages: children.filter(({ level }) => level === 'village').map((one) => ({ code: one.code, name: one.name, town: name })),
})

/** Every township with its villages in one request; without a network from the tree of places that this phone keeps. */
export async function findTowns(): Promise<Town[]> {
  const places = await http.get<AllPlaces>('/regions/all').then((all) => all.places).catch(keptPlaces)
  return places.filter(({ level }) => level === 'town').map(townOf).filter(({ villages }) => villages.length > 0)
}

async function keptPlaces(error: unknown): Promise<PlaceView[]> {
  const county = await getPlace().catch(() => undefined)
  if (!county) throw error
  const towns = await Promise.all(county.children.map(({ code }) => getPlace(code).catch(() => undefined)))
  return towns.filter((town) => town !== undefined)
}

/** Villages whose name, or whose township's, holds what was typed. */
export function findByName(towns: readonly Town[], typed: string): Village[] {
  const wanted = typed.trim()
  return towns.flatMap(({ villages }) => villages).filter(({ name, town }) => `${town}${name}`.includes(wanted))
}
