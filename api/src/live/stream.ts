import { changed } from '@yima/shared/live/contract'

const encoder = new TextEncoder()
const changedEvent = encoder.encode(`event: ${changed}\ndata:\n\n`)
const beatComment = encoder.encode(':\n\n')

/** One page that waits. It is told that something changed, at most once in `quietMs`, and never what. */
export class LiveStream {
  readonly body: ReadableStream<Uint8Array>
  readonly #quietMs: number
  readonly #mostUnread: number
  readonly #onEnd: () => void
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined
  #quiet: ReturnType<typeof setTimeout> | undefined
  #missed = false

  /** `mostUnread` signs that nobody took are the end: that page is gone, or wants to fill our memory. */
  constructor({ quietMs, mostUnread }: { quietMs: number; mostUnread: number }, onEnd: () => void) {
    this.#quietMs = quietMs
    this.#mostUnread = mostUnread
    this.#onEnd = onEnd
    // Nothing is wanted in store: what lies there is what was not read.
    const strategy = { highWaterMark: 0 }
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => { this.#controller = controller },
      cancel: () => { this.#leave() },
    }, strategy)
  }

  /** Ten acts in a row make the page ask twice, not ten times: at once, and when it has become quiet. */
  wake(): void {
    if (this.#quiet) {
      this.#missed = true
      return
    }
    this.#send(changedEvent)
    this.#quiet = setTimeout(() => {
      this.#quiet = undefined
      if (this.#missed) this.wake()
    }, this.#quietMs).unref()
    this.#missed = false
  }

  /** A sign of life, given to everybody at the same instants whatever happens. */
  beat(): void {
    this.#send(beatComment)
  }

  end(): void {
    const controller = this.#controller
    this.#leave()
    controller?.close()
  }

  #send(bytes: Uint8Array): void {
    if (!this.#controller) return
    const unread = -(this.#controller.desiredSize ?? 0)
    if (unread >= this.#mostUnread) return this.end()
    this.#controller.enqueue(bytes)
  }

  #leave(): void {
    if (!this.#controller) return
    this.#controller = undefined
    clearTimeout(this.#quiet)
    this.#onEnd()
  }
}
