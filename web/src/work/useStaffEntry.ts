import { ref, type Ref } from 'vue'
import { ProblemError } from '../app/problem-error.ts'
import { findText, t } from '../app/text.ts'
import { PasskeyCancelled } from '../identity/passkeys.ts'
import { useOfficer } from './useOfficer.ts'

export type StaffEntry = {
  busy: Ref<boolean>
  failed: Ref<string | undefined>
  /** Runs one way in and opens the desk; what went wrong stands in `failed`. True when it worked. */
  enter: (way: () => Promise<void>) => Promise<boolean>
  /** The same without a network: the desk opens on this device alone. */
  here: (way: () => Promise<void>) => Promise<boolean>
}

const fieldOf = (error: ProblemError): string | undefined => {
  const [first] = error.errors
  return first && staffReasons.has(first.code) ? first.code : undefined
}
const staffReasons = new Set([
  'passkey-copied', 'passkey-known', 'passkey-late', 'passkey-refused', 'passkey-unknown', 'link-used', 'name-empty',
])

/** Why a way in did not open, in a sentence with what to do. */
export function entryTrouble(error: unknown): string {
  if (error instanceof PasskeyCancelled) return t('staff.cancelled')
  if (!(error instanceof ProblemError)) throw error
  const code = fieldOf(error)
  return (code && findText(`problem.field.${code}`)) ?? error.title
}

/** One way in at a time; every way ends in `useOfficer`. */
export function useStaffEntry(): StaffEntry {
  const { entered, openHere } = useOfficer()
  const busy = ref(false)
  const failed = ref<string>()

  async function run(way: () => Promise<void>, then: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failed.value = undefined
    try {
      await way()
      await then()
      return true
    } catch (error) {
      failed.value = entryTrouble(error)
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, failed, enter: (way) => run(way, entered), here: (way) => run(way, openHere) }
}
