import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { oidcTroubles, troubleName } from '@yima/shared/identity/sign-in'
import { ProblemError } from '../app/http.ts'
import { session } from '../app/session.ts'
import { t } from '../app/text.ts'
import { residentService, staffService } from './ways-api.ts'
import { keepHash } from './way-back.ts'

export type Service = {
  /** What people call it; undefined where there is none. */
  name: ComputedRef<string | undefined>
  busy: Ref<boolean>
  /** Why it did not bring somebody in, or cannot be reached. */
  failed: ComputedRef<string | undefined>
  /** Leaves for the service; it sends back to this page. */
  go: () => Promise<void>
}

/** Signing in with the identity service of residents or of staff. */
export function useService(side: 'residents' | 'staff', invitation?: () => string | undefined): Service {
  const busy = ref(false)
  const refused = ref<string>()
  const said = new URLSearchParams(location.search).get(troubleName)
  const trouble = oidcTroubles.find((one) => one === said)
  const name = computed(() => session.value?.services?.[side] ?? undefined)
  const failed = computed(() => refused.value ?? (trouble && t(`identity.oidc.${trouble}`)))

  /** The page without the trouble of the last try, which it would say again. */
  function back(): string {
    const query = new URLSearchParams(location.search)
    query.delete(troubleName)
    // The tab they stand on is not in the address, and it is where a trouble is said.
    if (location.pathname === '/track') query.set('way', 'phone')
    const text = query.toString()
    return location.pathname + (text === '' ? '' : `?${text}`)
  }

  async function go(): Promise<void> {
    if (busy.value) return
    busy.value = true
    refused.value = undefined
    try {
      const address = await (side === 'staff' ? staffService(back(), invitation?.()) : residentService(back()))
      keepHash()
      location.assign(address)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      refused.value = error.title
      busy.value = false
    }
  }

  return { name, busy, failed, go }
}
