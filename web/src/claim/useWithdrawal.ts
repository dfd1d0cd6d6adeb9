import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { ApplicationView } from '@yima/shared/claim/contract'
import { ProblemError } from '../app/http.ts'
import { withdraw } from './api.ts'

export type Withdrawal = {
  /** The application about to be taken back. */
  of: ShallowRef<ApplicationView | undefined>
  reason: Ref<string>
  busy: Ref<boolean>
  failed: Ref<string | undefined>
  start: (application: ApplicationView) => void
  confirm: () => Promise<void>
}

/** Taking an application back, after asking. A lost answer repeats the same write. */
export function useWithdrawal(done: (after: ApplicationView) => void): Withdrawal {
  const of = shallowRef<ApplicationView>()
  const reason = ref('')
  const busy = ref(false)
  const failed = ref<string>()
  let attempt: { body: string; key: string } | undefined

  function start(application: ApplicationView): void {
    of.value = application
    reason.value = ''
    failed.value = undefined
  }

  async function confirm(): Promise<void> {
    const { value: application } = of
    if (application === undefined || busy.value) return
    const why = reason.value.trim() === '' ? undefined : reason.value.trim()
    const body = JSON.stringify([application.id, why])
    if (attempt?.body !== body) attempt = { body, key: crypto.randomUUID() }
    busy.value = true
    failed.value = undefined
    try {
      done(await withdraw(application.id, why, attempt.key))
      of.value = undefined
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      failed.value = error.title
    } finally {
      busy.value = false
    }
  }

  return { of, reason, busy, failed, start, confirm }
}
