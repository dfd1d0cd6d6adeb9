type Step = () => Promise<unknown>

/** Ctrl+C reaches us through npm, a shell and the terminal at once: one wish, told several times. */
const sameWishMs = 2000

/** Everything that has to be undone when this process ends. */
export class Ending {
  readonly #steps: Step[] = []
  #running: Promise<void> | undefined

  /** Undone before everything that was added earlier. */
  add(step: Step): void {
    this.#steps.push(step)
  }

  /** Undoes everything, once; one step that fails keeps none of the others from its turn. */
  run(): Promise<void> {
    this.#running ??= (async () => {
      for (const step of [...this.#steps].reverse()) await step().catch(() => undefined)
    })()
    return this.#running
  }
}

/**
 * Ends the process gently when it is asked to, also in the middle of its start: a database that is
 * just coming up would otherwise be left behind. Who asks again later does not want to wait.
 */
export function endWhenAsked(ending: Ending, started: Promise<void>): void {
  let firstAt: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const now = performance.now()
      if (firstAt !== undefined && now - firstAt > sameWishMs) process.exit(1)
      if (firstAt !== undefined) return
      firstAt = now
      void started.catch(() => undefined).then(() => ending.run()).finally(() => process.exit(0))
    })
  }
  // A terminal that was closed, or a reader that left, must not end the service.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}
