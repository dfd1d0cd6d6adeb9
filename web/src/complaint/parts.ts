import { sealPart } from './beside.ts'
import { putPart } from './channel.ts'
import type { Evidence } from './evidence.ts'

/**
 * Evidence on its way, part by part. Interrupted anywhere, `send` goes on where it was: what arrived is not sent again, and
 * the part that may have arrived goes once more as the very same bytes, or the office would take it for another.
 */
export class Parts {
  readonly #device: string
  readonly #arrived = new Set<string>()
  #sealed: { name: string; bytes: Uint8Array<ArrayBuffer> } | undefined

  constructor(device: string) {
    this.#device = device
  }

  /** @param onProgress 0 to less than 1: the words still have to go */
  async send(recipient: string, evidence: readonly Evidence[], onProgress: (part: number) => void): Promise<void> {
    const all = evidence.reduce((sum, { parts }) => sum + parts.length, 0)
    let done = 0
    for (const { listed, parts } of evidence)
      for (const [at, bytes] of parts.entries()) {
        const name = `${listed.id} ${at}`
        if (!this.#arrived.has(name)) await putPart(listed.id, at, await this.#seal(name, recipient, bytes), this.#device)
        this.#arrived.add(name)
        done += 1
        onProgress(done / (all + 1))
      }
  }

  async #seal(name: string, recipient: string, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#sealed?.name !== name) this.#sealed = { name, bytes: await sealPart(recipient, bytes) }
    return this.#sealed.bytes
  }
}
