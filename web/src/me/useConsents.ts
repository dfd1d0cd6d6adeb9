import type { HelpersView } from '@yima/shared/family/contract'
import type { ConsentsView } from '@yima/shared/me/contract'
import { readHelpers } from '../family/api.ts'
import { useLoaded, type Loaded } from '../family/useLoaded.ts'
import { give } from '../window/api.ts'
import { getConsents } from './api.ts'

export type Consents = ConsentsView & { helpers: HelpersView['given'] }

/** What I agreed to, as it was seen last where there is no network; what is shown at a window is taken back here. */
export function useConsents(): Loaded<Consents> & { takeBack: (occasion: string) => Promise<void> } {
  const loaded = useLoaded<Consents>(async () => {
    const [consents, { given }] = await Promise.all([getConsents(), readHelpers()])
    return { ...consents, helpers: given.filter(({ state }) => state !== 'ended') }
  }, 'mine.consents')

  async function takeBack(occasion: string): Promise<void> {
    await loaded.act(() => give(occasion, []))
  }
  return { ...loaded, takeBack }
}
