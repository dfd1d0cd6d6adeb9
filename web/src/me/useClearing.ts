import { ref, type Ref } from 'vue'
import { forgetDeviceKey } from '../app/device.ts'
import { outboxBadge } from '../app/outbox-badge.ts'
import { forgetEverything } from '../app/store.ts'

/** Clearing this device, after asking. What was already received by the office is not touched. */
export function useClearing(): { asking: Ref<boolean>; cleared: Ref<boolean>; clear: () => Promise<void> } {
  const asking = ref(false)
  const cleared = ref(false)
  async function clear(): Promise<void> {
    await forgetEverything()
    forgetDeviceKey()
    sessionStorage.clear()
    outboxBadge.value = undefined
    asking.value = false
    cleared.value = true
  }
  return { asking, cleared, clear }
}
