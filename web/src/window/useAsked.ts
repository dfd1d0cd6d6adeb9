import { onMounted, ref, shallowRef } from 'vue'
import type { AskedView } from '@yima/shared/window/contract'
import type { ShownScope } from '@yima/shared/window/occasion'
import { useLive } from '../app/live.ts'
import { ProblemError } from '../app/problem-error.ts'
import { endAsked, getAsked, give as sendGiven } from './api.ts'

/** Who asks at this moment to see more of me, kept up to date while I look; giving, taking back, ending. */
export function useAsked() {
  const state = ref<'loading' | 'shown' | 'failed' | 'signed-out'>('loading')
  const error = shallowRef<ProblemError>()
  const asked = shallowRef<readonly AskedView[]>([])
  const failed = ref<string>()
  const busy = ref(false)

  async function load(): Promise<void> {
    if (busy.value) return
    try {
      const now = await getAsked()
      if (busy.value) return // what was just ticked is newer
      asked.value = now
      state.value = 'shown'
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      error.value = problem
      if (problem.code === 'sign-in-needed') state.value = 'signed-out'
      else if (state.value !== 'shown') state.value = 'failed'
    }
  }

  async function act(run: () => Promise<AskedView[]>): Promise<void> {
    if (busy.value) return
    busy.value = true
    failed.value = undefined
    try {
      asked.value = await run()
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      failed.value = problem.title
    } finally {
      busy.value = false
    }
  }
  const give = (id: string, scopes: ShownScope[]) => act(() => sendGiven(id, scopes))
  const end = (id: string) => act(() => endAsked(id))

  onMounted(load)
  // Somebody stands there and waits: where no stream tells, it is asked every few seconds.
  useLive({ source: () => (state.value === 'shown' ? { path: '/me/live' } : undefined), look: load, every: 3_000 })
  return { state, error, asked, failed, busy, load, give, end }
}
