import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { NoticeLine } from '@yima/shared/notice/contract'
import { ProblemError } from '../app/problem-error.ts'
import { readPage, type Board } from './api.ts'
import { dayNow, isShown } from './day.ts'
import { forgetBoard, keepBoard, recallBoard, tidyBoards, type KeptBoard, type List } from './kept.ts'
import { kindsOf, type Segment } from './segments.ts'

export type BoardReading = {
  segment: Ref<Segment>
  board: ComputedRef<Board | undefined>
  /** What may be shown today; undefined while it was never read. */
  lines: ComputedRef<NoticeLine[] | undefined>
  /** How many of them have reached their last day since they were read. */
  gone: ComputedRef<number>
  more: ComputedRef<boolean>
  error: ShallowRef<ProblemError | undefined>
  /** When what is shown was read, if it is not the newest. */
  since: ComputedRef<string | undefined>
  missing: ComputedRef<boolean>
  busy: Ref<boolean>
  load: () => Promise<void>
  readMore: () => Promise<void>
}

const minute = 60_000
const clock = (): string => new Date().toISOString()

/** The board of one village, one heading at a time; without a network as this phone read it last. */
export function useBoard(village: string): BoardReading {
  const segment = ref<Segment>('now')
  const known = shallowRef<KeptBoard>()
  const error = shallowRef<ProblemError>()
  const busy = ref(false)
  const now = ref(clock())
  /** Headings that were read in this visit: their day is the office's own. */
  const fresh = shallowRef<ReadonlySet<Segment>>(new Set())

  const list = computed(() => known.value?.lists[segment.value])
  const lines = computed(() => {
    const { value } = list
    if (!value) return undefined
    const day = dayNow(value, now.value, !fresh.value.has(segment.value))
    return value.items.filter((line) => isShown(line, day))
  })
  const gone = computed(() => (list.value?.items.length ?? 0) - (lines.value?.length ?? 0))
  const since = computed(() => (error.value ? list.value?.at : undefined))
  const missing = computed(() => error.value?.code === 'not-found')

  async function put(name: Segment, read: List, board: Board): Promise<void> {
    known.value = { at: read.at, board, lists: { ...known.value?.lists, [name]: read } }
    fresh.value = new Set([...fresh.value, name])
    await keepBoard(village, known.value).catch(() => undefined) // it is shown all the same
  }

  async function readOf(name: Segment, before?: List): Promise<void> {
    error.value = undefined
    busy.value = true
    try {
      const page = await readPage(village, kindsOf[name], before?.next ?? undefined)
      const at = clock()
      now.value = at
      const items = [...(before?.items ?? []), ...page.items]
      await put(name, { items, next: page.next, on: page.board.on, at }, page.board)
    } catch (caught) {
      if (!(caught instanceof ProblemError)) throw caught
      error.value = caught
      fresh.value = new Set()
      if (caught.code === 'not-found') {
        known.value = undefined
        await forgetBoard(village)
      }
    } finally {
      busy.value = false
    }
  }

  const load = (): Promise<void> => readOf(segment.value)
  async function readMore(): Promise<void> {
    const { value } = list
    if (value?.next && !busy.value) await readOf(segment.value, value)
  }
  watch(segment, load)

  const tick = (): void => {
    now.value = clock()
  }
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(async () => {
    timer = setInterval(tick, minute)
    document.addEventListener('visibilitychange', tick)
    void tidyBoards(clock()).catch(() => undefined)
    const kept = await recallBoard(village, clock()).catch(() => undefined)
    known.value ??= kept
    await load()
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tick)
  })

  return {
    ...{ segment, lines, gone, error, since, missing, busy, load, readMore },
    board: computed(() => known.value?.board),
    more: computed(() => (list.value?.next ?? null) !== null),
  }
}
