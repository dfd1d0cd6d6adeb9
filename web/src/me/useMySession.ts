import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { ProblemError } from '../app/http.ts'
import { readSession, session } from '../app/session.ts'
import { forgetOwnApplications } from '../claim/useOwnApplications.ts'
import { signOut } from '../identity/api.ts'
import { unsubscribePush } from '../app/push.ts'
import { forgetInbox } from '../inbox/unread.ts'

export type MySession = {
  /** The masked phone of whoever is signed in; undefined when nobody is, or nobody could be asked. */
  phone: ComputedRef<string | undefined>
  demo: ComputedRef<boolean>
  busy: Ref<boolean>
  failed: Ref<string | undefined>
  leave: () => Promise<void>
}

/** Who is signed in on this device as a resident, and signing out. */
export function useMySession(): MySession {
  const busy = ref(false)
  const failed = ref<string>()
  readSession().catch(() => undefined)

  async function leave(): Promise<void> {
    if (busy.value) return
    busy.value = true
    failed.value = undefined
    try {
      await signOut()
      await unsubscribePush()
      await forgetInbox()
      await forgetOwnApplications() // the next person on this phone must not find them
      await readSession()
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      failed.value = error.title
    } finally {
      busy.value = false
    }
  }

  const phone = computed(() => session.value?.resident?.phone)
  const demo = computed(() => session.value?.demo === true)
  return { phone, demo, busy, failed, leave }
}
