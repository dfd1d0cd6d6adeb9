import { ref, type Ref } from 'vue'
import { t, type TextKey } from './text.ts'

export type Bringing = {
  /** Somebody has pressed on, and what that needs is still on its way. */
  fetching: Ref<boolean>
  /** Why one cannot go on. */
  failed: Ref<string | undefined>
  /** Whether it came; if not, `failed` says so. */
  bring: () => Promise<boolean>
}

/** What the next step needs, fetched when somebody presses on: a bad line is said in words and loses nothing. */
export function useBringing(load: () => Promise<void>, missing: TextKey): Bringing {
  const fetching = ref(false)
  const failed = ref<string>()

  async function bring(): Promise<boolean> {
    fetching.value = true
    try {
      await load()
      failed.value = undefined
      return true
    } catch {
      failed.value = t(missing)
      return false
    } finally {
      fetching.value = false
    }
  }

  return { fetching, failed, bring }
}
