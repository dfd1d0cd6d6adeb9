import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { checkTrail, type TrailVerdict } from '@yima/shared/trail/check'
import type { OwnTrail } from '@yima/shared/trail/contract'
import { findReceipt } from '../application/receipts.ts'
import { http, ProblemError } from '../app/http.ts'
import { hash, isSigned } from './tools.ts'

export type TrailCheck = {
  busy: Ref<boolean>
  error: ShallowRef<ProblemError | undefined>
  verdict: ShallowRef<TrailVerdict | undefined>
  /** Fetches one's own record and holds it against the slip on this phone and the signed days. */
  check: () => Promise<void>
}

/** Whether anybody changed one's own application, reckoned by this phone. */
export function useTrailCheck(applicationId: string): TrailCheck {
  const busy = ref(false)
  const error = shallowRef<ProblemError>()
  const verdict = shallowRef<TrailVerdict>()

  async function check(): Promise<void> {
    if (busy.value) return
    busy.value = true
    error.value = undefined
    verdict.value = undefined
    try {
      const trail = await http.get<OwnTrail>(`/me/applications/${applicationId}/trail`)
      const slip = await findReceipt(applicationId)
      verdict.value = await checkTrail({ hash, isSigned }, trail, slip?.submitted.seal)
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      error.value = problem
    } finally {
      busy.value = false
    }
  }

  return { busy, error, verdict, check }
}
