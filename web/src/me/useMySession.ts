import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { ProblemError } from '../app/http.ts'
import { openOutbox, outbox } from '../app/outbox.ts'
import { readSession, session } from '../app/session.ts'
import { keysKept, recall } from '../app/store.ts'
import { forgetOwnApplications } from '../claim/useOwnApplications.ts'
import { signOut } from '../identity/api.ts'
import { unsubscribePush } from '../app/push.ts'
import { forgetInbox } from '../inbox/unread.ts'

export type MySession = {
  /** The masked phone of whoever is signed in; undefined when nobody is, or nobody could be asked. */
  phone: ComputedRef<string | undefined>
  /** The office has said who is signed in, or the network did not let it. */
  known: Ref<boolean>
  demo: ComputedRef<boolean>
  busy: Ref<boolean>
  failed: Ref<string | undefined>
  /** True while it is asked what becomes of what lies here. */
  leaving: Ref<boolean>
  /** Signs out, after asking where something would be lost. */
  askToLeave: () => Promise<void>
  leave: () => Promise<void>
}

/** Who is signed in on this device as a resident, and signing out. */
export function useMySession(): MySession {
  const busy = ref(false)
  const leaving = ref(false)
  const failed = ref<string>()
  const known = ref(false)
  void readSession()
    .catch(() => undefined)
    .then(() => {
      known.value = true
    })

  async function leave(): Promise<void> {
    if (busy.value) return
    busy.value = true
    failed.value = undefined
    try {
      await signOut()
      await unsubscribePush()
      await forgetInbox()
      await forgetOwnApplications() // the next person on this phone must not find them
      const { clearPresent } = await import('../app/owner-change.ts')
      await clearPresent()
      await readSession()
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      failed.value = error.title
    } finally {
      busy.value = false
    }
  }

  const phone = computed(() => {
    const { resident, services } = session.value ?? {}
    // Whoever came by the identity service has no number here; its name says how they came.
    return resident?.phone === '' ? (services?.residents ?? '*') : resident?.phone
  })
  /** Something of theirs lies on this phone and nowhere else. */
  async function mustAsk(): Promise<boolean> {
    await openOutbox().catch(() => undefined)
    const unsent = outbox.value.some(({ answer }) => answer === undefined)
    const draft = await recall<{ words?: string }>('draft:application')
    return unsent || (draft?.words ?? '').trim() !== '' || (await keysKept('draft-parked:')).length > 0
  }
  async function askToLeave(): Promise<void> {
    if (await mustAsk()) leaving.value = true
    else await leave()
  }
  const demo = computed(() => session.value?.demo === true)
  return { phone, known, demo, busy, failed, leaving, askToLeave, leave }
}
