import { Socket } from 'node:net'

/**
 * A socket whose writes of one turn leave together: statements that travel side by side wake the
 * database once, not once each.
 */
export class GatheringSocket extends Socket {
  #gathering = false

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
