import { computed, shallowRef, type ShallowRef, type WritableComputedRef } from 'vue'

export type Asked<T> = {
  /** What it is about; undefined while nothing is asked. */
  about: ShallowRef<T | undefined>
  /** Whether the sheet is open; closed, it is about nothing any more. */
  open: WritableComputedRef<boolean>
  /** Closes the sheet and answers what it was about. */
  take: () => T | undefined
}

/** One sheet for many rows: open as long as it is about one of them. */
export function useAsked<T>(): Asked<T> {
  const about = shallowRef<T>()
  const open = computed({
    get: () => about.value !== undefined,
    set: (now) => {
      if (!now) about.value = undefined
    },
  })
  function take(): T | undefined {
    const { value } = about
    about.value = undefined
    return value
  }
  return { about, open, take }
}
