import { onBeforeUnmount, onMounted, reactive, ref, type Ref } from 'vue'
import { keepWritten } from '../app/keep-written.ts'
import { askToStay } from '../app/persistence.ts'
import { park, takeUp, takeUpFor } from './parked.ts'
import { loadDraft, newDraft, onOtherTab, removeDraft, saveDraft, type Draft } from './draft.ts'
import { takeNeed } from './handed-need.ts'

export type KeptDraft = {
  draft: Draft
  /** False until what was kept on this phone has been read. */
  ready: Ref<boolean>
  /** Something written on an earlier visit was brought back. */
  restored: Ref<boolean>
  /** Words of it lie on this phone: only then may somebody be told so. */
  onPhone: Ref<boolean>
  /**
   * Reads what was kept on this phone; only from then on is anything written over it. `key`: take up this one; else
   * the one written in the place of `person`, or one's own.
   */
  open: (key?: string, person?: string) => Promise<void>
  /** From now on the draft is no longer written: it was received. */
  letGo: () => void
  /** Puts what was written aside and begins another. */
  another: () => Promise<void>
  /** An empty draft, here and on the phone. */
  clear: () => Promise<void>
}

const optionalParts = ['place', 'key', 'handedOver', 'dangers', 'refused', 'behalf', 'displaced'] as const

/** The draft of this phone, kept at every key typed; a second tab shows what was written in the first. */
export function useKeptDraft(): KeptDraft {
  const draft = reactive<Draft>(newDraft()) as Draft
  const ready = ref(false)
  const restored = ref(false)
  const onPhone = ref(false)
  /** Another tab has handed the draft over: what is shown here is old. */
  let old = false

  const writing = keepWritten(draft, async () => {
    await saveDraft(draft)
    onPhone.value = draft.words !== ''
    void askToStay()
  })

  function show(kept: Draft): void {
    writing.show(() => {
      for (const part of optionalParts) if (kept[part] === undefined) delete draft[part]
      Object.assign(draft, kept)
    })
    onPhone.value = kept.words !== ''
  }

  /** A tab left open would otherwise write its old state over the new one, or bring back what was sent. */
  async function heed(): Promise<void> {
    if (!ready.value || draft.handedOver !== undefined) return
    const kept = await loadDraft()
    old = kept?.handedOver !== undefined
    if (old) return writing.rest()
    writing.begin()
    show(kept ?? newDraft())
  }
  const onSeen = (): void => {
    if (old && document.visibilityState === 'visible') location.reload()
  }
  let deaf: (() => void) | undefined
  onMounted(() => {
    deaf = onOtherTab(() => void heed())
    document.addEventListener('visibilitychange', onSeen)
  })
  onBeforeUnmount(() => {
    deaf?.()
    document.removeEventListener('visibilitychange', onSeen)
  })

  async function open(key?: string, person?: string): Promise<void> {
    await (key === undefined ? takeUpFor(person) : takeUp(key))
    const kept = await loadDraft()
    const early = [draft.words, takeNeed()].filter(Boolean).join('\n') // typed while a slow phone was still reading, or handed over
    if (kept) show(kept)
    restored.value = (kept?.words ?? '').trim() !== ''
    writing.begin()
    ready.value = true
    if (!draft.words.includes(early)) draft.words = `${draft.words}\n${early}`
  }

  async function another(): Promise<void> {
    await writing.kept()
    await park()
    show(newDraft())
    restored.value = false
  }

  async function clear(): Promise<void> {
    show(newDraft())
    restored.value = false
    await removeDraft()
  }

  return { draft, ready, restored, onPhone, open, letGo: writing.rest, another, clear }
}
