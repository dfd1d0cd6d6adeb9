import * as v from 'valibot'
import type { Conversation } from '@yima/shared/complaint/contract'
import { authoredOf, nextOf, type Authored } from '@yima/shared/complaint/mark'
import type { ReportedProof } from '@yima/shared/complaint/reported'
import { partsOfReceipt } from '@yima/shared/complaint/receipt'
import { sealedMessage, sealedReport, type SealedFile, type SealedMessage, type SealedReport } from '@yima/shared/complaint/sealed'
import type { Rating } from '@yima/shared/complaint/state'
import { openPart } from './beside.ts'
import { ProblemError } from '../app/problem-error.ts'
import { askSafely, chance, writeSafely } from './channel.ts'
import type { Evidence } from './evidence.ts'
import { wholeOf } from './evidence.ts'
import { KeyRefused } from './key-refused.ts'
import { derivedFrom } from './made-receipt.ts'
import { openMarked, sealMarked } from './mark.ts'
import { Parts } from './parts.ts'
import { fromBase64, generationsOf, openIdentityWith, recipientOf, toBase64 } from './seal.ts'

/** A message as it is read here; `undefined` what could not be opened: of a newer version, or changed on its way. */
export type Said = Authored & { number: number; by: 'reporter' | 'office'; day: string; said: SealedReport | SealedMessage | undefined }

/** `keys`: how many the secret has; more than one where somebody who had it may read no more. */
type Looked = { now: Conversation; said: Said[]; keys: number }

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const anything = v.variant('type', [sealedReport, sealedMessage])

/** One conversation, open in this page alone. */
export class Talk {
  readonly #opened: { handle: string; proof: string }
  readonly #own: string
  readonly #device = chance()
  readonly #parts = new Parts(this.#device)
  #identity: string | undefined
  #id = ''
  #next = 1
  #writing: { what: string; key: string; body: object } | undefined

  private constructor(opened: { handle: string; proof: string }, own: string) {
    this.#opened = opened
    this.#own = own
  }

  /** By the twenty digits, on any phone. Rejects like a request when they open nothing. */
  static async open(receipt: string): Promise<Looked & { talk: Talk }> {
    const { handle } = partsOfReceipt(receipt)
    const { identity, proof } = await derivedFrom(receipt)
    const talk = new Talk({ handle, proof: hex(proof) }, identity)
    return { talk, ...(await talk.look()) }
  }

  /** How it stands now, with everything that was said. */
  async look(): Promise<Looked> {
    const now = await askSafely<Conversation>('/complaints/conversation', this.#opened)
    // Nothing is left of what was ended: how it ended is told all the same.
    if (now.key === null) return { now, said: [], keys: 0 }
    const identity = await openIdentityWith(this.#own, fromBase64(now.key))
    const read = await Promise.all(now.messages.map(({ by, sealed }) => openMarked(identity, { id: now.id, by }, fromBase64(sealed))))
    const authored = authoredOf(read)
    const keys = generationsOf(identity).length
    // Another key in front is of those who can open the report itself; the server makes none.
    if (keys > 1 && read[0]?.held?.generation !== 1) throw new KeyRefused('forged', now.office.name)
    this.#identity = identity
    this.#id = now.id
    this.#next = nextOf(read, 'reporter')
    const said = now.messages.map(({ number, by, day }, at): Said => {
      const parsed = v.safeParse(anything, read[at]?.value)
      return { number, by, day, sure: false, missing: false, ...authored[at], said: parsed.success ? parsed.output : undefined }
    })
    return { now, said, keys }
  }

  /** That it was reported, signed by the county, without a word of it. */
  prove = (): Promise<ReportedProof> => askSafely<ReportedProof>('/complaints/conversation/proof', this.#opened)

  /** Evidence put together again. Rejects when a part is missing or was changed. */
  async file(listed: SealedFile): Promise<File> {
    const parts = []
    for (let part = 0; part < listed.parts; part += 1) {
      const { sealed } = await askSafely<{ sealed: string }>('/complaints/conversation/parts', { ...this.#opened, file: listed.id, part })
      parts.push(await openPart(this.#identity ?? '', fromBase64(sealed)))
    }
    return wholeOf(listed, parts)
  }

  /** The same words again are the same write; others are another. */
  async #write(path: string, what: string, make: () => Promise<object> | object): Promise<void> {
    if (this.#writing?.what !== what) this.#writing = { what, key: crypto.randomUUID(), body: await make() }
    const { key, body } = this.#writing
    await writeSafely(`/complaints/conversation/${path}`, { ...this.#opened, ...body }, { key, device: this.#device })
    this.#writing = undefined
  }

  /** Words of a moment at which another key was put in front are sealed once more, to that. */
  async #writeSealed(path: string, what: string, make: () => Promise<object>): Promise<void> {
    try {
      await this.#write(path, what, make)
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'changed-meanwhile') throw error
      this.#writing = undefined
      await this.look()
      await this.#write(path, what, make)
    }
  }

  async #sealed(words: string, files: SealedFile[]): Promise<{ sealed: string; recipient: string }> {
    const message: SealedMessage = { version: 1, type: 'message', words, files }
    const secret = this.#identity ?? ''
    const sealed = toBase64(await sealMarked(secret, { id: this.#id, by: 'reporter', at: this.#next }, message))
    return { sealed, recipient: await recipientOf(secret) }
  }

  /** Says more, with evidence; interrupted, the same evidence again goes on where it was. */
  async say(words: string, evidence: readonly Evidence[], onProgress: (part: number) => void): Promise<void> {
    const files = evidence.map(({ listed }) => listed)
    await this.#parts.send(await recipientOf(this.#identity ?? ''), evidence, onProgress)
    const what = `say ${words} ${files.map(({ id }) => id).join(' ')}`
    await this.#writeSealed('messages', what, async () => ({
      ...(await this.#sealed(words, files)),
      files: files.map(({ id, parts }) => ({ id, parts })),
    }))
  }

  /** Whether it helped. */
  rate = (rating: Rating): Promise<void> => this.#write('ratings', `rate ${rating}`, () => ({ rating }))

  /** Asks that somebody else looks at it again. */
  reopen = (words: string): Promise<void> =>
    this.#writeSealed('reopenings', `reopen ${words}`, () => this.#sealed(words, []))
}
