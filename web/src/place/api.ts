import type { PlaceToday } from '@yima/shared/code/contract'
import { http } from '../app/http.ts'
import { ProblemError } from '../app/problem-error.ts'
import { keep, recall } from '../app/store.ts'

export type KnownPlace = { place: PlaceToday; at: string; kept: boolean }

/** What works at a place today; without a network as it was when this phone last heard. Rejects with `not-found`. */
export async function getPlaceToday(code: string): Promise<KnownPlace> {
  const key = `place-today.${code}`
  try {
    const known = { place: await http.get<PlaceToday>(`/places/${code}`), at: new Date().toISOString() }
    void keep(key, known)
    return { ...known, kept: false }
  } catch (error) {
    const known = await recall<Omit<KnownPlace, 'kept'>>(key)
    if (known && error instanceof ProblemError && error.code !== 'not-found') return { ...known, kept: true }
    throw error
  }
}
