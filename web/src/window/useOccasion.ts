import { ref, type Ref } from 'vue'
import type { OccasionView } from '@yima/shared/window/contract'
import { ProblemError } from '../app/problem-error.ts'
import { act, getGoing, getOccasion } from './api.ts'
import { sentenceOf } from './useScan.ts'
import { useWhileSeen } from './while-seen.ts'

const same = (one: readonly string[], other: readonly string[]): boolean => one.join() === other.join()

/** One occasion while it goes on: what is done to it, and what the person ticks or takes back meanwhile. */
export function useOccasion(occasion: Ref<OccasionView | undefined>) {
  const busy = ref(false)
  const failed = ref<string>()
  /** The last look did not get through: what stands here may have been taken back since. */
  const stale = ref(false)
  const keys = new Map<string, string>()

  /** Resolves whether it was done. A lost answer is asked for again under the same key. */
  async function run(name: 'ask' | 'agreement' | 'proof' | 'close', body: object): Promise<boolean> {
    const { value: now } = occasion
    if (!now || busy.value) return false
    busy.value = true
    failed.value = undefined
    const attempt = `${name} ${JSON.stringify(body)}`
    const key = keys.get(attempt) ?? crypto.randomUUID()
    keys.set(attempt, key)
    try {
      occasion.value = await act(now.id, name, body as never, key)
      keys.delete(attempt)
      return true
    } catch (error) {
      // What the server has refused is a new try when it is tried again.
      if (error instanceof ProblemError && error.status > 0) keys.delete(attempt)
      failed.value = sentenceOf(error)
      return false
    } finally {
      busy.value = false
    }
  }

  async function look(): Promise<void> {
    const { value: now } = occasion
    if (!now || now.over || busy.value) return
    try {
      const going = (await getGoing()).find(({ id }) => id === now.id)
      stale.value = false
      // Looked at again only when something changed: each look stands in the person's log.
      if (going && same(going.given, now.given)) return
      const view = await getOccasion(now.id)
      if (occasion.value?.id === now.id && !busy.value) occasion.value = view
    } catch {
      stale.value = true
    }
  }
  useWhileSeen(look)

  return { busy, failed, stale, run }
}
