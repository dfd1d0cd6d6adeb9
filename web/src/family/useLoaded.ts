import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { fieldText } from '../app/field-text.ts'
import { ProblemError } from '../app/http.ts'
import { readSeen, type Seen } from '../app/last-seen.ts'

export type Loaded<T> = {
  state: Ref<'loading' | 'shown' | 'failed' | 'signed-out'>
  /** Why the newest could not be fetched. */
  error: ShallowRef<ProblemError | undefined>
  /** When what is shown was fetched, if it is not the newest. */
  since: Ref<string | undefined>
  value: ShallowRef<T | undefined>
  /** Why the last act did not go through. */
  failed: Ref<string | undefined>
  busy: Ref<boolean>
  load: () => Promise<void>
  /** Does something that is answered on the spot and reads anew. Undefined when it was refused. */
  act: <R>(deed: () => Promise<R>) => Promise<{ done: R } | undefined>
}

/**
 * Something that only its owner sees, read from the office, and what is done with it. With a `shelf` it is shown as
 * it was seen last where the office cannot be reached.
 */
export function useLoaded<T>(read: () => Promise<T>, shelf?: string): Loaded<T> {
  const state = ref<'loading' | 'shown' | 'failed' | 'signed-out'>('loading')
  const error = shallowRef<ProblemError>()
  const since = ref<string>()
  const value = shallowRef<T>()
  const failed = ref<string>()
  const busy = ref(false)

  async function load(): Promise<void> {
    try {
      const seen: Seen<T> = shelf === undefined ? { value: await read() } : await readSeen(shelf, read)
      value.value = seen.value
      since.value = seen.since
      error.value = seen.error
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

  return { state, error, since, value, failed, busy, load, act }
}
