import { onBeforeUnmount, onMounted, shallowReactive, shallowReadonly } from 'vue'
import type { OfficerView } from '@yima/shared/identity/contract'
import type { WorkList } from '@yima/shared/work/contract'
import { ProblemError } from '../app/problem-error.ts'
import { keep, recall } from '../app/store.ts'
import { showTrouble } from '../app/trouble.ts'
import { acknowledge, getWorkList } from './api.ts'
import { keptList, useOfficer } from './useOfficer.ts'

type Kept = { list: WorkList; at: string }
type State = {
  list: WorkList | undefined
  /** When the list was fetched. */ at: string | undefined
  error: unknown
}

const seconds = 1000

/**
 * The office's list: the last one kept on this device first, then the server's, again whenever the
 * page is looked at and every 30 seconds while it is. Quiet: nothing flickers, an error keeps the list.
 */
export function useWorkList(officer: OfficerView) {
  const { lapsed } = useOfficer()
  const state = shallowReactive<State>({ list: undefined, at: undefined, error: undefined })
  let running: AbortController | undefined
  let timer: ReturnType<typeof setInterval> | undefined

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
      if (error instanceof ProblemError && error.code === 'forbidden') return showTrouble('forbidden')
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

  async function answerCall(id: string): Promise<void> {
    await acknowledge(id)
    await refresh()
  }

  const looked = (): void => {
    if (document.visibilityState === 'visible') void refresh()
  }

  onMounted(() => {
    void showKept()
    void refresh()
    timer = setInterval(looked, 30 * seconds)
    document.addEventListener('visibilitychange', looked)
    addEventListener('focus', looked)
    addEventListener('online', looked)
  })
  onBeforeUnmount(() => {
    running?.abort()
    clearInterval(timer)
    document.removeEventListener('visibilitychange', looked)
    removeEventListener('focus', looked)
    removeEventListener('online', looked)
  })

  return { state: shallowReadonly(state), refresh, answerCall }
}
export type WorkListState = ReturnType<typeof useWorkList>
