/** What is received between two notes goes out with the next. */
const betweenMs = 2000

/**
 * Gathers what was just received and hands it on at most once in two seconds, the first at once.
 * A note inside the transaction that receives would make every submission of the whole server wait
 * for every other one. What is lost with a process that is killed costs minutes: lists ask anyway.
 */
export class News {
  readonly #tell: (ids: readonly string[]) => Promise<void>
  #ids: string[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(tell: (ids: readonly string[]) => Promise<void>) {
    this.#tell = tell
  }

  add(id: string): void {
    this.#ids.push(id)
    if (this.#timer === undefined) this.#handOn()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #handOn(): void {
    this.#timer = undefined
    if (this.#ids.length === 0) return
    const ids = this.#ids
    this.#ids = []
    this.#timer = setTimeout(() => { this.#handOn() }, betweenMs).unref()
    this.#tell(ids).catch(() => undefined)
  }
}
