import type { Device } from '../fixtures/office.ts'

/** An open stream as a page hears it. */
export class Listening {
  /** All that came, as it came. */
  heard = ''
  /** Settles when the stream has ended, from whichever side. */
  readonly ended: Promise<void>
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  #waiting: (() => void)[] = []
  #over = false

  constructor(answer: Response) {
    if (answer.status !== 200 || !answer.body) throw new Error(`no stream: ${answer.status}`)
    this.#reader = answer.body.getReader()
    this.ended = this.#read()
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder()
    for (;;) {
      const { done, value } = await this.#reader.read()
      if (done) {
        this.#over = true
        this.#go()
        return
      }
      this.heard += decoder.decode(value, { stream: true })
      this.#go()
    }
  }

  #go(): void {
    for (const go of this.#waiting.splice(0)) go()
  }

  #count = (sign: RegExp): number => this.heard.match(sign)?.length ?? 0

  get changes(): number {
    return this.#count(/^event: changed$/gm)
  }

  get beats(): number {
    return this.#count(/^:$/gm)
  }

  /** Resolves when `enough` is true of what was heard; a test that waits in vain runs into its time limit. */
  async until(enough: (heard: this) => boolean): Promise<this> {
    while (!enough(this)) {
      if (this.#over) throw new Error('The stream ended before.')
      await new Promise<void>((go) => this.#waiting.push(go))
    }
    return this
  }

  leave(): Promise<void> {
    return this.#reader.cancel()
  }
}

/** Opens a stream and waits for its first `changed`, which says only that it is open. */
export async function listen(opening: Promise<Response>): Promise<Listening> {
  return new Listening(await opening).until(({ changes }) => changes > 0)
}

export const listenOwn = (device: Device): Promise<Listening> => listen(device.get('/me/live'))
export const listenDesk = (device: Device): Promise<Listening> => listen(device.get('/work/live'))
