import { computed, onBeforeUnmount, onMounted, shallowReactive, shallowReadonly, watch } from 'vue'
import { useRoute } from 'vue-router'
import type { OfficerView } from '@yima/shared/identity/contract'
import type { WorkItem, WorkList } from '@yima/shared/work/contract'
import type { CountName } from '@yima/shared/work/order'
import { useLive } from '../app/live.ts'
import { openOutbox, outbox, takeBack } from '../app/outbox.ts'
import { ProblemError, type ProblemErrorCode } from '../app/problem-error.ts'
import { keep, recall } from '../app/store.ts'
import { showTrouble } from '../app/trouble.ts'
import { handOver } from './acts.ts'
import { acknowledgement } from './api.ts'
import { filtered, found } from './list.ts'
import { firstPages, nextPage, type Asked } from './pages.ts'
import { keptList, useOfficer } from './useOfficer.ts'

type Kept = { list: WorkList; at: string }
type State = {
  list: WorkList | undefined
  /** When the list was fetched. */ at: string | undefined
  error: unknown
  /** Which part of the list is looked at. */
  asked: Asked
  /** That part as the office has it, where not all of the list is here. */
  part: WorkList | undefined
  /** The next page is on its way. */
  going: boolean
}

const seconds = 1000
/** So long nothing is typed before the office is asked. */
const typing = 300

const isAll = ({ due, words }: Asked): boolean => due === 'all' && words === ''

/**
 * The office's list: the last one kept on this device first, then the server's, again when something
 * on the desk changed (every 30 seconds where nobody tells) and whenever the page is looked at. Quiet:
 * nothing flickers, an error keeps the list. Of a long list the first pages are here; what is chosen or looked for
 * is found among them at once, and then by the office among all.
 */
export function useWorkList(officer: OfficerView) {
  const { lapsed } = useOfficer()
  const route = useRoute()
  const state = shallowReactive<State>({
    ...{ list: undefined, at: undefined, error: undefined },
    ...{ asked: { due: 'all', words: '' }, part: undefined, going: false },
  })
  let running: AbortController | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined

  /** What is asked now replaces what was asked before. */
  function begin(): AbortSignal {
    running?.abort()
    running = new AbortController()
    return running.signal
  }

  function failed(error: unknown): void {
    if (error instanceof ProblemError && error.code === 'sign-in-needed') return void lapsed()
    // Only in place of the list itself: whoever has none (supervisor, administrator) still locks the desk and signs out.
    if (error instanceof ProblemError && error.code === 'forbidden' && route.name === 'work') return showTrouble('forbidden')
    state.error = error
  }

  /** As many as are looked at already, so that nobody loses their place. */
  async function look(signal: AbortSignal): Promise<void> {
    const { asked } = state
    const list = await firstPages({ due: 'all', words: '' }, state.list?.items.length ?? 0, signal)
    const short = isAll(asked) || list.next === null
    const part = short ? undefined : await firstPages(asked, state.part?.items.length ?? 0, signal)
    if (signal.aborted) return
    const at = new Date().toISOString()
    Object.assign(state, { list, part, at, error: undefined })
    await keep(keptList(officer), { list, at } satisfies Kept)
  }

  async function carefully(doIt: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const signal = begin()
    try {
      await doIt(signal)
    } catch (error) {
      if (!signal.aborted) failed(error)
    }
  }

  const refresh = (): Promise<void> => carefully(look)

  const askOffice = (): Promise<void> =>
    carefully(async (signal) => {
      const part = await firstPages(state.asked, 0, signal)
      if (!signal.aborted) Object.assign(state, { part, error: undefined })
    })

  /** Chooses a part of the list; what is here of it is shown until the office has said all of it. */
  function ask(due: CountName, typed: string): void {
    const asked = { due, words: typed.trim() }
    const typedOn = asked.words !== state.asked.words && asked.words !== ''
    Object.assign(state, { asked, part: undefined })
    clearTimeout(waiting)
    if (isAll(asked) || state.list?.next === null) return
    waiting = setTimeout(() => void askOffice(), typedOn ? typing : 0)
  }

  const current = computed(() => (isAll(state.asked) ? state.list : state.part))

  /** What is shown: as the office says, else what is here of it. */
  const items = computed((): WorkItem[] => {
    const { list, part, asked } = state
    if (part) return part.items
    return list ? found(filtered(list, asked.due), asked.words) : []
  })
  /** The office is looking, and nothing of it is here. */
  const looking = computed(
    () => !isAll(state.asked) && state.list?.next !== null && !state.part && !state.error && items.value.length === 0,
  )
  const more = computed(() => typeof current.value?.next === 'string')

  async function goOn(): Promise<void> {
    const list = current.value
    if (state.going || !list) return
    state.going = true
    await carefully(async (signal) => {
      const longer = await nextPage(state.asked, list, signal)
      if (!signal.aborted) Object.assign(state, isAll(state.asked) ? { list: longer } : { part: longer })
    })
    state.going = false
  }

  async function showKept(): Promise<void> {
    const kept = await recall<Kept>(keptList(officer))
    if (kept && !state.list) {
      // One that was kept before lists had pages was all there was.
      state.list = { ...kept.list, next: kept.list.next ?? null }
      state.at = kept.at
    }
  }

  /** "I have seen it"; without a network it waits on this phone. Rejects with a `ProblemError`. */
  async function answerCall(id: string): Promise<void> {
    const key = crypto.randomUUID()
    const person = state.list?.items.find((item) => item.id === id)?.name
    const now = await handOver(officer, acknowledgement(id), key, person === undefined ? {} : { person })
    if (now.word === 'refused') {
      await takeBack(key)
      throw new ProblemError((now.problem?.code ?? 'malformed') as ProblemErrorCode, {
        ...(now.problem ? { title: now.problem.title } : {}),
      })
    }
    await refresh()
  }

  // What was handed over without a network has arrived: the list is another now.
  const waitingHere = computed(() => outbox.value.filter(({ kind, answer }) => kind === 'work' && answer === undefined).length)
  watch(waitingHere, (now, before) => {
    if (now < before) void refresh()
  })

  useLive({ source: () => ({ path: '/work/live' }), look: refresh, every: 30 * seconds })

  onMounted(() => {
    void showKept()
    void openOutbox().catch(() => undefined)
    void refresh()
  })
  onBeforeUnmount(() => {
    clearTimeout(waiting)
    running?.abort()
  })

  return { state: shallowReadonly(state), items, looking, more, refresh, ask, goOn, answerCall }
}
export type WorkListState = ReturnType<typeof useWorkList>
