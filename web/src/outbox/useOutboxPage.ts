import { computed, onMounted, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import { exportOutbox, openOutbox, outbox, takeBack } from '../app/outbox.ts'
import { refusedOf, type OutboxEntry } from '../app/outbox-order.ts'
import { recall } from '../app/store.ts'
import { loadDraft, removeDraft, saveDraft, type Draft } from '../application/draft.ts'
import { reasonOf, sorted } from './entries.ts'

export type OutboxPage = {
  state: Ref<'loading' | 'shown' | 'failed'>
  entries: ComputedRef<ReturnType<typeof sorted>>
  /** Begun on this phone and not handed in. */
  begun: ComputedRef<{ application: boolean; calculation: boolean }>
  /** Why the application that was begun was not taken. */
  reason: ComputedRef<string | undefined>
  /** What somebody wants to drop, while the page asks. */
  dropping: Ref<OutboxEntry | undefined>
  /** What is to be dropped is still written in the draft: nothing is lost by it. */
  staysWritten: ComputedRef<boolean>
  /** Something was dropped that is still written in the draft. */
  dropped: Ref<boolean>
  drop: () => Promise<void>
  /** Removes the application that was begun, with its pictures. */
  dropBegun: () => Promise<void>
  /** What became of the file. */
  saved: Ref<'done' | 'failed' | undefined>
  save: () => Promise<void>
  load: () => Promise<void>
}

/** Long enough for the slowest phone to read the file before its address goes. */
const downloadMs = 60_000

/** A file for the phone's downloads. */
function download(file: File): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), downloadMs)
}

/** Everything handed over on this phone and not settled yet, and what can be done about it. */
export function useOutboxPage(): OutboxPage {
  const state = ref<OutboxPage['state']['value']>('loading')
  const written = shallowRef<Draft>()
  const calculated = ref(false)
  const dropping = shallowRef<OutboxEntry>()
  const saved = ref<'done' | 'failed'>()
  const dropped = ref(false)
  const draft = computed(() => written.value?.handedOver)
  const entries = computed(() => sorted(outbox.value, draft.value))
  const begun = computed(() => ({
    // Handed over, and dropped since: it is the writer's again.
    application:
      (written.value?.words ?? '').trim() !== '' && !outbox.value.some(({ id }) => id === draft.value),
    calculation: calculated.value,
  }))
  const reason = computed(() => written.value?.refused && reasonOf(written.value.refused))
  const staysWritten = computed(() => dropping.value !== undefined && dropping.value.id === draft.value)

  async function load(): Promise<void> {
    state.value = 'loading'
    try {
      await openOutbox()
      written.value = await loadDraft()
      calculated.value = ((await recall<{ trail?: unknown[] }>('calculator'))?.trail?.length ?? 0) > 0
      state.value = 'shown'
    } catch {
      state.value = 'failed'
    }
  }

  async function drop(): Promise<void> {
    const { value: entry } = dropping
    const stays = staysWritten.value
    dropping.value = undefined
    const why = entry && refusedOf(entry, outbox.value)?.problem
    if (!entry || !(await takeBack(entry.id)) || !stays || !written.value) return
    const { handedOver: _handedOver, ...rest } = written.value
    written.value = { ...rest, ...(why ? { refused: why } : {}) }
    await saveDraft(written.value)
    dropped.value = true
  }

  async function dropBegun(): Promise<void> {
    await removeDraft()
    written.value = undefined
    dropped.value = false
  }

  async function save(): Promise<void> {
    try {
      download(await exportOutbox())
      saved.value = 'done'
    } catch {
      saved.value = 'failed'
    }
  }

  onMounted(load)
  return {
    state,
    entries,
    begun,
    reason,
    dropping,
    staysWritten,
    dropped,
    drop,
    dropBegun,
    saved,
    save,
    load,
  }
}
