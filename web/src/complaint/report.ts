import { partsOfReceipt } from '@yima/shared/complaint/receipt'
import type { ComplaintBody, ComplaintFiled, RouteAsked } from '@yima/shared/complaint/contract'
import type { OpenedRoute } from '@yima/shared/complaint/keys'
import type { SealedIdentity, SealedReport } from '@yima/shared/complaint/sealed'
import { ProblemError } from '../app/problem-error.ts'
import { askSafely, chance, writeSafely } from './channel.ts'
import { digestOf } from './derive.ts'
import type { Evidence } from './evidence.ts'
import { makeReceipt, type MadeReceipt } from './made-receipt.ts'
import { markOf, sealMarked } from './mark.ts'
import { Parts } from './parts.ts'
import { isSameRoute, keyFilesFor, requireAllSigned } from './readers.ts'
import { makeReportKey, sealFor, toBase64, type Pair } from './seal.ts'

/** What is told, as it lies in the page: on no disk. */
export type Told = { asked: RouteAsked; said: Omit<SealedReport, 'files' | 'reporter'>; identity: Omit<SealedIdentity, 'version' | 'type'> | null; evidence: readonly Evidence[] }

/** Other people would read it than those who were shown: nothing of it went, and `now` has to be looked at first. */
export class RouteChanged extends Error {
  readonly now: OpenedRoute
  constructor(now: OpenedRoute) {
    super('route changed')
    this.now = now
  }
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

const isRefused = (error: unknown, field: string): boolean => error instanceof ProblemError && error.code === 'not-allowed-now' && error.reason(field) !== undefined

/** Receipts drawn anew where somebody else has the same eight digits. */
const mostTries = 3

/**
 * One report on its way. Interrupted anywhere, `send` goes on where it was: the parts that arrived are not sent again, and the
 * same report never arrives twice. It is sealed for exactly those who were shown to its writer, and goes to nobody else.
 */
export class Report {
  readonly #told: Told
  readonly #id = crypto.randomUUID()
  readonly #device = chance()
  readonly #parts = new Parts(this.#device)
  #pair: Pair | undefined
  #receipt: MadeReceipt | undefined
  #body: { key: string; route: OpenedRoute; body: ComplaintBody } | undefined

  /** @param receipt drawn before, while it was written */
  constructor(told: Told, receipt?: MadeReceipt) {
    this.#told = told
    this.#receipt = receipt
  }

  /** The twenty digits, once it was taken in. */
  get receipt(): string {
    return this.#receipt?.number ?? ''
  }

  /**
   * @param shown who reads it and who never will, as its writer saw it when they pressed
   * @param onProgress 0 to 1
   * @throws RouteChanged before anything is sent, or when it was refused because of a change meanwhile
   */
  async send(shown: OpenedRoute, onProgress: (part: number) => void): Promise<ComplaintFiled> {
    await requireAllSigned(shown)
    if (this.#body && !isSameRoute(this.#body.route, shown)) this.#body = undefined
    // What may have arrived already is sent again as it was, and asked nothing more.
    if (!this.#body) await this.#requireUnchanged(shown)
    this.#pair ??= await makeReportKey()
    await this.#parts.send(this.#pair.recipient, this.#told.evidence, onProgress)
    for (let left = mostTries; ; left -= 1) {
      try {
        const filed = await this.#write(this.#pair, shown)
        onProgress(1)
        return filed
      } catch (error) {
        if (isRefused(error, 'keys') || isRefused(error, 'handle')) this.#body = undefined
        if (isRefused(error, 'keys')) throw new RouteChanged(await this.#routeNow())
        if (left <= 1 || !isRefused(error, 'handle')) throw error
        this.#receipt = undefined
      }
    }
  }

  #routeNow = (): Promise<OpenedRoute> => askSafely<OpenedRoute>('/complaints/routes', this.#told.asked)

  async #requireUnchanged(shown: OpenedRoute): Promise<void> {
    const now = await this.#routeNow()
    if (!isSameRoute(shown, now)) throw new RouteChanged(now)
  }

  async #write(pair: Pair, shown: OpenedRoute): Promise<ComplaintFiled> {
    this.#receipt ??= await makeReceipt()
    this.#body ??= { key: crypto.randomUUID(), route: shown, body: await this.#seal(pair, this.#receipt, shown) }
    const { key, body } = this.#body
    return writeSafely<ComplaintFiled>('/complaints', body, { key, device: this.#device })
  }

  async #seal(pair: Pair, { number, derived }: MadeReceipt, shown: OpenedRoute): Promise<ComplaintBody> {
    const { asked, said, identity, evidence } = this.#told
    const name = identity === null ? undefined : await makeReportKey()
    const files = evidence.map(({ listed }) => listed)
    const report: SealedReport = { ...said, files, reporter: derived.recipient }
    const who: SealedIdentity | null = identity && { version: 1, type: 'identity', ...identity }
    return {
      id: this.#id,
      concern: asked,
      category: said.category,
      recipient: pair.recipient,
      handle: partsOfReceipt(number).handle,
      proofDigest: hex(await digestOf(derived.proof)),
      keys: await keyFilesFor(shown, { contents: pair, identity: name?.identity, reporter: derived.recipient }),
      message: toBase64(await sealMarked(pair.identity, { id: this.#id, by: 'reporter', at: 1 }, report)),
      identity: who && name ? toBase64(await sealFor(name.recipient, await markOf(pair.identity, { id: this.#id, by: 'identity', at: 1 }, who))) : null,
      files: files.map(({ id, parts }) => ({ id, parts })),
    }
  }
}
