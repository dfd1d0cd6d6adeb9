import { computed, onBeforeUnmount, onMounted, shallowReactive, shallowReadonly, watch } from 'vue'
import { useRoute } from 'vue-router'
import type { OfficerView } from '@yima/shared/identity/contract'
import type { WorkList } from '@yima/shared/work/contract'
import { useLive } from '../app/live.ts'
import { openOutbox, outbox, takeBack } from '../app/outbox.ts'
import { ProblemError, type ProblemErrorCode } from '../app/problem-error.ts'
import { keep, recall } from '../app/store.ts'
import { showTrouble } from '../app/trouble.ts'
import { handOver } from './acts.ts'
import { acknowledgement, getWorkList } from './api.ts'
import { keptList, useOfficer } from './useOfficer.ts'

type Kept = { list: WorkList; at: string }
type State = {
  list: WorkList | undefined
  /** When the list was fetched. */ at: string | undefined
  error: unknown
}

const seconds = 1000

/**
 * The office's list: the last one kept on this device first, then the server's, again when something
 * on the desk changed (every 30 seconds where nobody tells) and whenever the page is looked at. Quiet:
 * nothing flickers, an error keeps the list.
 */
export function useWorkList(officer: OfficerView) {
  const { lapsed } = useOfficer()
  const route = useRoute()
  const state = shallowReactive<State>({ list: undefined, at: undefined, error: undefined })
  let running: AbortController | undefined

  function take(list: WorkList, at: string): void {
    state.list = list
    state.at = at
    state.error = undefined
  }

  async function refresh(): Promise<void> {
    running?.abort()
    const mine = new AbortController()
    running = mine
    try {
      const list = await getWorkList(mine.signal)
      if (mine.signal.aborted) return
      const at = new Date().toISOString()
      take(list, at)
      await keep(keptList(officer), { list, at } satisfies Kept)
    } catch (error) {
      if (mine.signal.aborted) return
      if (error instanceof ProblemError && error.code === 'sign-in-needed') return lapsed()
      // Only in place of the list itself: whoever has none (supervisor, administrator) still locks the desk and signs out.
      if (error instanceof ProblemError && error.code === 'forbidden' && route.name === 'work') return showTrouble('forbidden')
      state.error = error
    }
  }

  async function showKept(): Promise<void> {
    const kept = await recall<Kept>(keptList(officer))
    if (kept && !state.list) {
      state.list = kept.list
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
    running?.abort()
  })

  return { state: shallowReadonly(state), refresh, answerCall }
}
export type WorkListState = ReturnType<typeof useWorkList>
