import type { OpenFigures } from '@yima/shared/statistics/contract'
import { getPlace } from '../application/api.ts'
import { http } from '../app/http.ts'
import { ProblemError } from '../app/problem-error.ts'
import { keep, recall } from '../app/store.ts'

export type KnownFigures = { figures: OpenFigures; at: string; kept: boolean }

/** What a place publishes; without a network as this phone read it last. Rejects with `not-found`. */
export async function getFigures(code: string): Promise<KnownFigures> {
  const key = `open-figures.${code}`
  try {
    const known = { figures: await http.get<OpenFigures>(`/open/${code}`), at: new Date().toISOString() }
    void keep(key, known)
    return { ...known, kept: false }
  } catch (error) {
    const known = await recall<Omit<KnownFigures, 'kept'>>(key)
    if (known && error instanceof ProblemError && error.code !== 'not-found') return { ...known, kept: true }
    throw error
  }
}

/** The county that is served here, which the page begins with. */
export const homeCode = async (): Promise<string> => (await getPlace()).code
