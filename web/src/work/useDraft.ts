import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { forget, keep, recall } from '../app/store.ts'

const pause = 300

/**
 * A text that survives a failed write, a closed sheet and a restart of the phone, encrypted on this device
 * under `key`. `clear` when it has been received.
 */
export function useDraft<T>(key: string, empty: T): { draft: Ref<T>; clear: () => Promise<void> } {
  const draft = ref(empty) as Ref<T>
  let touched = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const save = (): void => {
    void keep(key, JSON.parse(JSON.stringify(draft.value)))
  }

  void recall<T>(key).then((kept) => {
    if (kept !== undefined && !touched) draft.value = kept
  })
  const stop = watch(
    draft,
    () => {
      touched = true
      clearTimeout(timer)
      timer = setTimeout(save, pause)
    },
    { deep: true },
  )
  onBeforeUnmount(() => {
    if (timer === undefined) return
    clearTimeout(timer)
    save()
  })

  async function clear(): Promise<void> {
    stop()
    clearTimeout(timer)
    timer = undefined
    await forget(key)
  }
  return { draft, clear }
}
