import { Socket } from 'node:net'

/**
 * A socket whose writes of one turn leave together: statements that travel side by side wake the
 * database once, not once each.
 */
export class GatheringSocket extends Socket {
  #gathering = false

  constructor() {
    super()
    // Node gives a socket that connects its own `write` back, whatever its class says.
    this.once('connect', () => {
      this.write = GatheringSocket.prototype.write
    })
  }

  override write(chunk: Uint8Array | string, ...rest: never[]): boolean {
    if (!this.#gathering && !this.connecting) {
      this.#gathering = true
      this.cork()
      process.nextTick(() => {
        this.#gathering = false
        this.uncork()
      })
    }
    return super.write(chunk, ...rest)
  }
}
