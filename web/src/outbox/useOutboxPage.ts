import { computed, onMounted, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import { exportOutbox, openOutbox, outbox, takeBack } from '../app/outbox.ts'
import type { OutboxEntry } from '../app/outbox-order.ts'
import { recall } from '../app/store.ts'
import { loadDraft } from '../application/draft.ts'
import { sorted } from './entries.ts'

export type OutboxPage = {
  state: Ref<'loading' | 'shown' | 'failed'>
  entries: ComputedRef<ReturnType<typeof sorted>>
  /** Begun on this phone and not handed in. */
  begun: Ref<{ application: boolean; calculation: boolean }>
  /** What somebody wants to drop, while the page asks. */
  dropping: Ref<OutboxEntry | undefined>
  drop: () => Promise<void>
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
  const draft = ref<string>()
  const begun = ref({ application: false, calculation: false })
  const dropping = shallowRef<OutboxEntry>()
  const saved = ref<'done' | 'failed'>()
  const entries = computed(() => sorted(outbox.value, draft.value))

  async function load(): Promise<void> {
    state.value = 'loading'
    try {
      await openOutbox()
      const written = await loadDraft()
      draft.value = written?.handedOver
      begun.value = {
        application: written?.handedOver === undefined && (written?.words ?? '').trim() !== '',
        calculation: ((await recall<{ trail?: unknown[] }>('calculator'))?.trail?.length ?? 0) > 0,
      }
      state.value = 'shown'
    } catch {
      state.value = 'failed'
    }
  }

  async function drop(): Promise<void> {
    const { value: entry } = dropping
    dropping.value = undefined
    if (entry) await takeBack(entry.id)
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
  return { state, entries, begun, dropping, drop, saved, save, load }
}
