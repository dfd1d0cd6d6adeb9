import type { AllPlaces, PlaceView } from '@yima/shared/region/contract'
import { http, ProblemError } from '../app/http.ts'
import { keep, keepTogether, recall } from '../app/store.ts'

const county = 'county'
const placeKey = (code: string): string => `place:${code}`

/**
 * A place with what lies in it and who serves it; without a code the county of this installation. What was
 * heard once is kept on the phone, so that a village can still be chosen without a network.
 */
export async function getPlace(code: string = county): Promise<PlaceView> {
  try {
    const place = await http.get<PlaceView>(code === county ? '/regions' : `/regions/${code}`)
    void keep(placeKey(code), place)
    return place
  } catch (error) {
    const kept = await recall<PlaceView>(placeKey(code))
    if (kept && error instanceof ProblemError && error.code !== 'not-found') return kept
    throw error
  }
}

const placeChange = (place: PlaceView) => ({ key: placeKey(place.code), value: place })

const placesKept = 'places-kept'
const week = 7 * 24 * 3_600_000

/**
 * Keeps the county's tree of places, once a week: whoever writes where there is no network must be able to choose
 * the village, even if no page has asked for one before. One request, kept in one go.
 */
export async function keepPlaces(now: number): Promise<void> {
  const before = await recall<number>(placesKept)
  if (before !== undefined && now - before < week) return
  const { places } = await http.get<AllPlaces>('/regions/all')
  const [first, ...towns] = places
  if (!first) return
  const kept = [{ key: placeKey(county), value: first }, ...[first, ...towns].map(placeChange)]
  await keepTogether([...kept, { key: placesKept, value: now }])
}

export type ChosenPlace = { code: string; name: string }

const lastPlaceKey = 'last-place'

/** The place chosen last on this device. */
export const lastPlace = (): Promise<ChosenPlace | undefined> => recall<ChosenPlace>(lastPlaceKey)
export const rememberPlace = (place: ChosenPlace): Promise<void> => keep(lastPlaceKey, { ...place })

/** As on an envelope: township and village, without the county that everybody here lives in. */
export const placeName = (place: Pick<PlaceView, 'name' | 'path'>): string =>
  [...place.path.filter(({ level }) => level === 'town').map(({ name }) => name), place.name].join('')
