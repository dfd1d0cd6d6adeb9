const unfinished = new Set<Promise<void>>()

/** Keeps what changes while somebody writes. */
export type Keeper = {
  /** Something changed: it is kept at once. While one write runs, only the newest state waits behind it. */
  changed: () => void
  /** Resolves when everything that changed so far is kept. */
  kept: () => Promise<void>
}

/**
 * Keeps at once instead of after a pause: a phone gives no time to write when it closes a page, so what lies in
 * a timer then is lost. One write at a time, so that an older state can never overtake a newer one. `write` reads
 * the state when it is called.
 */
export function keepLatest(write: () => Promise<void>): Keeper {
  let again = false
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    do {
      again = false
      await write().catch(() => undefined) // the next change tries again; the words stay on the page
    } while (again)
    running = undefined // in this very step: a change between two steps would wait for nobody
  }

  function changed(): void {
    again = true
    if (running) return
    running = notBefore(run())
  }

  return { changed, kept: () => running ?? Promise.resolve() }
}

/** Marks the page while something is on its way into the store: whoever drives it from outside waits for it before a reload. */
const mark = (): void => {
  if ('document' in globalThis) document.documentElement.toggleAttribute('data-keeping', unfinished.size > 0)
}

/** What is being made or read here will have to be kept, too: a picture of what was signed. Answers the work. */
export function notBefore(work: Promise<void>): Promise<void> {
  const done = work.finally(() => {
    unfinished.delete(done)
    mark()
  })
  unfinished.add(done)
  mark()
  return done
}

/** Resolves when nothing that was written on any page of this tab is still on its way into the store. */
export async function everythingKept(): Promise<void> {
  while (unfinished.size > 0) await Promise.all(unfinished)
}

/** The same for a page that is covered already: no disk and no picture that hangs keeps it so for ever. */
export const keptSoon = (): Promise<void> =>
  Promise.race([everythingKept(), new Promise<void>((over) => setTimeout(over, 5000))])
