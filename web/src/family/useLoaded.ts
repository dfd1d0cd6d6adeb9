import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { fieldText } from '../app/field-text.ts'
import { ProblemError } from '../app/http.ts'

export type Loaded<T> = {
  state: Ref<'loading' | 'shown' | 'failed' | 'signed-out'>
  error: ShallowRef<ProblemError | undefined>
  value: ShallowRef<T | undefined>
  /** Why the last act did not go through. */
  failed: Ref<string | undefined>
  busy: Ref<boolean>
  load: () => Promise<void>
  /** Does something that is answered on the spot and reads anew. Undefined when it was refused. */
  act: <R>(deed: () => Promise<R>) => Promise<{ done: R } | undefined>
}

/** Something that only its owner sees, read from the office, and what is done with it. */
export function useLoaded<T>(read: () => Promise<T>): Loaded<T> {
  const state = ref<'loading' | 'shown' | 'failed' | 'signed-out'>('loading')
  const error = shallowRef<ProblemError>()
  const value = shallowRef<T>()
  const failed = ref<string>()
  const busy = ref(false)

  async function load(): Promise<void> {
    try {
      value.value = await read()
      state.value = 'shown'
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      error.value = problem
      state.value = problem.code === 'sign-in-needed' ? 'signed-out' : 'failed'
    }
  }

  async function act<R>(deed: () => Promise<R>): Promise<{ done: R } | undefined> {
    if (busy.value) return undefined
    busy.value = true
    failed.value = undefined
    try {
      const done = await deed()
      await load()
      return { done }
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      failed.value = fieldText(problem.errors[0]?.code) ?? problem.title
      return undefined
    } finally {
      busy.value = false
    }
  }

  return { state, error, value, failed, busy, load, act }
}
