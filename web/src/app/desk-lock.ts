import { computed, shallowRef, watch } from 'vue'

/** Whether the desk of staff on this device was left alone: nothing of it is shown until its officer signs in again. */
export const deskLocked = shallowRef(false)

const atDesk = shallowRef<string>()
/** The officer whose desk stands open on this page; nobody's while it is locked or nobody is signed in. */
export const openDesk = computed(() => (deskLocked.value ? undefined : atDesk.value))
/** Says whose desk it is from now on; of the one before nothing is in the open in between. */
export function setDesk(officer: string | undefined, locked: boolean): void {
  atDesk.value = undefined
  deskLocked.value = locked
  atDesk.value = officer
}

let opened = 0
watch(
  deskLocked,
  (locked) => {
    if (!locked) opened += 1
  },
  { flush: 'sync' },
)

/**
 * Locks the desk because of an answer to what was asked at `timesOpened()`: one that comes late, when the officer has
 * signed in again meanwhile, says nothing of the desk as it is now.
 */
export function lockedSince(times: number): void {
  if (times === opened) deskLocked.value = true
}

/** How often the desk was opened on this page. */
export const timesOpened = (): number => opened
