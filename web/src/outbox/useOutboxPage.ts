import { computed, onMounted, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import { openOutbox, outbox, takeBack } from '../app/outbox.ts'
import { refusedOf, type OutboxEntry } from '../app/outbox-order.ts'
import { reasonOf } from '../app/outbox-reason.ts'
import { recall } from '../app/store.ts'
import { loadDraft, removeDraft, type Draft } from '../application/draft.ts'
import { listParked, saveWhereItLies } from '../application/parked.ts'
import { filingOf, sorted } from './entries.ts'

/** An application that lies here: in hand, or put aside under its key. */
type Lying = { draft: Draft; to: string; held: boolean }
/** Written here and not handed in; `reason`: why it was not taken; `name`: in whose place it is written. */
export type Begun = { to: string; held: boolean; words: string; name?: string; reason: string | undefined }

export type OutboxPage = {
  state: Ref<'loading' | 'shown' | 'failed'>
  entries: ComputedRef<ReturnType<typeof sorted>>
  /** Begun on this phone and not handed in. */
  begun: ComputedRef<Begun[]>
  calculated: Ref<boolean>
  /** Where the receipt of an answered application is shown. */
  pageOf: (entry: OutboxEntry) => RouteLocationRaw
  /** What somebody wants to drop, while the page asks. */
  dropping: Ref<OutboxEntry | undefined>
  /** What is to be dropped is still written in the draft: nothing is lost by it. */
  staysWritten: ComputedRef<boolean>
  /** Something was dropped that is still written in the draft. */
  dropped: Ref<boolean>
  drop: () => Promise<void>
  /** Removes the application in hand, with its pictures. */
  dropBegun: () => Promise<void>
  /** What became of the file. */
  saved: Ref<'done' | 'failed' | undefined>
  save: () => Promise<void>
  load: () => Promise<void>
}

const inHandAt = ({ behalf }: Draft): string => (behalf ? `/apply?behalf=${behalf.person}` : '/apply')

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
  const lying = shallowRef<readonly Lying[]>([])
  const calculated = ref(false)
  const dropping = shallowRef<OutboxEntry>()
  const saved = ref<'done' | 'failed'>()
  const dropped = ref(false)
  const drafts = computed(
    () =>
      new Map(
        lying.value.flatMap(({ draft, to }) =>
          draft.handedOver === undefined ? [] : [[draft.handedOver, to]],
        ),
      ),
  )
  const entries = computed(() => sorted(outbox.value, drafts.value))
  // Handed over, and dropped since: it is the writer's again.
  const isHere = ({ draft }: Lying): boolean =>
    draft.words.trim() !== '' && !outbox.value.some(({ id }) => id === draft.handedOver)
  const begun = computed(() =>
    lying.value.filter(isHere).map(({ draft: { words, refused, behalf }, to, held }) => ({
      to,
      held,
      words,
      ...(behalf ? { name: behalf.name } : {}),
      reason: refused && reasonOf(refused, behalf !== undefined),
    })),
  )
  const staysWritten = computed(() => dropping.value !== undefined && drafts.value.has(dropping.value.id))

  function pageOf(entry: OutboxEntry): RouteLocationRaw {
    const { id, kind, answer } = entry
    const visit = filingOf(entry)
    if (visit !== undefined) return visit
    if (kind !== 'application') return '/track'
    const lies = lying.value.find(({ draft }) => draft.handedOver === id)
    return lies && !lies.held ? `/apply/received/${(answer as { id: string }).id}` : (lies?.to ?? '/apply')
  }

  async function load(): Promise<void> {
    state.value = 'loading'
    try {
      await openOutbox()
      const [held, aside] = [await loadDraft(), await listParked()]
      lying.value = [
        ...(held ? [{ draft: held, to: inHandAt(held), held: true }] : []),
        ...aside.map((draft) => ({ draft, to: `/apply?draft=${draft.key}`, held: false })),
      ]
      calculated.value = ((await recall<{ trail?: unknown[] }>('calculator'))?.trail?.length ?? 0) > 0
      state.value = 'shown'
    } catch {
      state.value = 'failed'
    }
  }

  async function drop(): Promise<void> {
    const { value: entry } = dropping
    dropping.value = undefined
    const why = entry && refusedOf(entry, outbox.value)?.problem
    const stays = lying.value.find(({ draft }) => draft.handedOver === entry?.id)
    if (!entry || !(await takeBack(entry.id)) || !stays) return
    const { handedOver: _handedOver, ...rest } = stays.draft
    const draft = { ...rest, ...(why ? { refused: why } : {}) }
    lying.value = lying.value.map((one) => (one === stays ? { ...one, draft } : one))
    await saveWhereItLies(draft)
    dropped.value = true
  }

  async function dropBegun(): Promise<void> {
    await removeDraft()
    lying.value = lying.value.filter(({ held }) => !held)
    dropped.value = false
  }

  async function save(): Promise<void> {
    try {
      const { exportOutbox } = await import('../app/outbox-export.ts')
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
    calculated,
    pageOf,
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
