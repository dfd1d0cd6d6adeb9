import { ref, type Ref } from 'vue'
import { forgetDeviceKey } from '../app/device.ts'
import { outboxBadge } from '../app/outbox-badge.ts'
import { emptyOutbox } from '../app/outbox.ts'
import { tellLeft } from '../app/tell-left.ts'
import { beginLocking, wantLock } from '../app/phone-lock.ts'
import { unsubscribePush } from '../app/push.ts'
import { readSession } from '../app/session.ts'
import { forgetEverything } from '../app/store.ts'
import { unreadBadge } from '../app/unread-badge.ts'
import { signOut } from '../identity/api.ts'

/** Clearing this device, after asking. What was already received by the office is not touched. */
export function useClearing(): { asking: Ref<boolean>; cleared: Ref<boolean>; clear: () => Promise<void> } {
  const asking = ref(false)
  const cleared = ref(false)

  async function clear(): Promise<void> {
    // First the session: whoever borrows this phone next must not be somebody else.
    // Without a network it ends before anything else is asked: the cookie is out of reach of this page.
    const ended = await signOut().then(() => true, () => false)
    await unsubscribePush()
    await forgetEverything()
    emptyOutbox()
    forgetDeviceKey()
    wantLock(false)
    if (!ended) beginLocking()
    tellLeft()
    sessionStorage.clear()
    outboxBadge.value = undefined
    unreadBadge.value = 0
    asking.value = false
    cleared.value = true
    await readSession().catch(() => undefined)
  }

  return { asking, cleared, clear }
}
