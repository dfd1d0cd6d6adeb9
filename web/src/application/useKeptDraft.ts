import { onBeforeUnmount, onMounted, reactive, ref, watch, type Ref } from 'vue'
import { loadDraft, newDraft, removeDraft, saveDraft, type Draft } from './draft.ts'

const pause = 300

export type KeptDraft = {
  draft: Draft
  /** False until what was kept on this phone has been read. */
  ready: Ref<boolean>
  /** Something written on an earlier visit was brought back. */
  restored: Ref<boolean>
  /** Reads what was kept on this phone; only from then on is anything written over it. */
  open: () => Promise<void>
  /** From now on the draft is no longer written: it was received. */
  letGo: () => void
  /** An empty draft, here and on the phone. */
  clear: () => Promise<void>
}

/** The draft of this phone, kept at every change and when the page is left. */
export function useKeptDraft(): KeptDraft {
  const draft = reactive<Draft>(newDraft()) as Draft
  const ready = ref(false)
  const restored = ref(false)
  let writing = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function keepNow(): void {
    clearTimeout(timer)
    if (writing) void saveDraft(draft)
  }
  const onHide = (): void => {
    if (document.visibilityState === 'hidden') keepNow()
  }
  watch(
    draft,
    () => {
      clearTimeout(timer)
      timer = setTimeout(keepNow, pause)
    },
    { deep: true },
  )
  onMounted(() => document.addEventListener('visibilitychange', onHide))
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', onHide)
    keepNow()
  })

  async function open(): Promise<void> {
    const kept = await loadDraft()
    if (kept) Object.assign(draft, kept)
    restored.value = (kept?.words ?? '').trim() !== ''
    writing = true
    ready.value = true
  }

  function letGo(): void {
    writing = false
    clearTimeout(timer)
  }

  async function clear(): Promise<void> {
    Object.assign(draft, newDraft())
    delete draft.place
    delete draft.handedOver
    restored.value = false
    await removeDraft()
  }

  return { draft, ready, restored, open, letGo, clear }
}
