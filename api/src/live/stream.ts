import { changed } from '@yima/shared/live/contract'

const encoder = new TextEncoder()
const changedEvent = encoder.encode(`event: ${changed}\ndata:\n\n`)
const beatComment = encoder.encode(':\n\n')

/** Signs that nobody took: whoever reads nothing for so long is gone, or wants to fill our memory. */
const mostUnread = 6

/** One page that waits. It is told that something changed, at most once in `quietMs`, and never what. */
export class LiveStream {
  readonly body: ReadableStream<Uint8Array>
  readonly #quietMs: number
  readonly #onEnd: () => void
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined
  #quiet: ReturnType<typeof setTimeout> | undefined
  #missed = false

  constructor(quietMs: number, onEnd: () => void) {
    this.#quietMs = quietMs
    this.#onEnd = onEnd
    this.body = new ReadableStream({
      start: (controller) => { this.#controller = controller },
      cancel: () => { this.#leave() },
    })
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
    if ((this.#controller.desiredSize ?? 0) < -mostUnread) return this.end()
    this.#controller.enqueue(bytes)
  }

  #leave(): void {
    if (!this.#controller) return
    this.#controller = undefined
    clearTimeout(this.#quiet)
    this.#onEnd()
  }
}
