import { watch, type WatchSource } from 'vue'
import { keepLatest, type Keeper } from './keep-latest.ts'
import { noteWritten } from './store-refusal.ts'

export type KeptWriting = Pick<Keeper, 'kept'> & {
  /** What lay on this phone has been read: from now on every change is kept, and what was typed meanwhile with it. */
  begin: () => void
  /** From now on nothing is: it was received, or another tab goes on with it. */
  rest: () => void
  /** Puts in what lies on this phone already, which need not be laid down again. */
  show: (put: () => void) => void
}

/**
 * Keeps what somebody writes on a page at every change, and nothing before `begin`: whoever opens a form must not write
 * its emptiness over what they wrote the day before. `write` reads the state when it is called.
 */
export function keepWritten(source: WatchSource | object, write: () => Promise<void>): KeptWriting {
  let begun = false
  let showing = false
  let early = false
  const keeper = keepLatest(async () => {
    if (begun) await write()
  })
  function changed(): void {
    if (showing) return
    noteWritten()
    if (begun) keeper.changed()
    else early = true
  }
  watch(source, changed, { deep: true, flush: 'sync' }) // of a page that closes in this moment, too

  function begin(): void {
    begun = true
    if (early) keeper.changed()
    early = false
  }
  function rest(): void {
    begun = false
  }
  function show(put: () => void): void {
    showing = true
    try {
      put()
    } finally {
      showing = false
    }
  }
  return { begin, rest, show, kept: keeper.kept }
}
