import { ref, watch, type Ref } from 'vue'
import { keepLatest } from '../app/keep-latest.ts'
import { forget, keep, recall } from '../app/store.ts'

const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/**
 * A text that survives a failed write, a closed sheet and a restart of the phone: encrypted on this device
 * under `key`, at every key typed. `clear` empties it once it has been received.
 */
export function useDraft<T>(key: string, empty: T): { draft: Ref<T>; clear: () => Promise<void> } {
  const draft = ref(copyOf(empty)) as Ref<T>
  let touched = false
  const keeper = keepLatest(async () => {
    if (touched) await keep(key, copyOf(draft.value))
  })

  watch(
    draft,
    () => {
      touched = true
      keeper.changed()
    },
    { deep: true, flush: 'sync' },
  )
  void recall<T>(key).then((kept) => {
    if (kept !== undefined && !touched) draft.value = kept
  })

  async function clear(): Promise<void> {
    draft.value = copyOf(empty)
    touched = false
    await keeper.kept()
    await forget(key)
  }
  return { draft, clear }
}
