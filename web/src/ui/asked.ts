import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

export type Asked<T> = {
  /** What it is or was about: the sheet keeps its words while it closes, and gives the focus back. */
  about: ShallowRef<T | undefined>
  open: Ref<boolean>
  /** As a key, a sheet made anew each time: what was half said of one must not stand there for the next. */
  round: Ref<number>
  ask: (about: T) => void
  /** Closes the sheet and answers what it was about; undefined where it was closed already. */
  take: () => T | undefined
}

/** One sheet for many rows: made when the first of them is tapped. */
export function useAsked<T>(): Asked<T> {
  const about = shallowRef<T>()
  const open = ref(false)
  const round = ref(0)
  function ask(now: T): void {
    about.value = now
    round.value += 1
    open.value = true
  }
  function take(): T | undefined {
    if (!open.value) return undefined
    open.value = false
    return about.value
  }
  return { about, open, round, ask, take }
}
