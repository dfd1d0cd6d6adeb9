import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { ProblemError } from '../app/http.ts'
import { readSession } from '../app/session.ts'
import { showTrouble } from '../app/trouble.ts'
import { passDays, readOutbox, type DemoOutbox } from './api.ts'

const lookEvery = 3000

export type Outbox = {
  outbox: ShallowRef<DemoOutbox | undefined>
  error: ShallowRef<ProblemError | undefined>
  passing: Ref<boolean>
  /** The day that has just begun. */
  begun: Ref<string | undefined>
  load: () => Promise<void>
  nextDay: () => Promise<void>
}

/** The demonstration's messages, looked at again every few seconds while the page is seen. */
export function useOutbox(): Outbox {
  const outbox = shallowRef<DemoOutbox>()
  const error = shallowRef<ProblemError>()
  const passing = ref(false)
  const begun = ref<string>()
  let timer: ReturnType<typeof setInterval> | undefined

  async function attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act()
      error.value = undefined
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      if (problem.code === 'not-found') showTrouble('not-found')
      else error.value = problem
    }
  }

  const load = (): Promise<void> => attempt(async () => { outbox.value = await readOutbox() })

  async function nextDay(): Promise<void> {
    if (passing.value) return
    passing.value = true
    await attempt(async () => {
      begun.value = (await passDays(1)).today
      await Promise.all([readSession(), load()])
    })
    passing.value = false
  }

  onMounted(() => {
    void load()
    timer = setInterval(() => { if (document.visibilityState === 'visible') void load() }, lookEvery)
  })
  onBeforeUnmount(() => clearInterval(timer))

  return { outbox, error, passing, begun, load, nextDay }
}
