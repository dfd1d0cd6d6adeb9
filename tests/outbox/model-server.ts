import { markFor } from '@yima/shared/answer-mark'
import type { OutboxEntry } from '../../web/src/app/outbox-order.ts'
import type { Refusal } from '../../web/src/app/outbox-engine.ts'
import type { Simulation } from './simulation.ts'

/** What awaits a write at the server, whatever the network does to it. */
export type Fate =
  | { kind: 'taken' }
  | { kind: 'refused' }
  | { kind: 'late'; times: number; code: 'unexpected' | 'too-many' | 'malformed' | Between | 'hangs' }
  | { kind: 'hangs' }
  | { kind: 'needs-sign-in' }

/** Answers 200 in the office's place: a hotel's page, a guard's JSON, what a cache kept of another write. */
type Between = 'hotel' | 'guard' | 'cache'

/** What arrives at the phone, with the mark of who made it. */
export type Told = { mark: string | undefined; body: unknown }

export type Body = { entry: string; needs: unknown[] }

const refusal = (code: string, status: number, retryAfter?: number): Refusal => ({
  code,
  title: code,
  errors: [],
  status,
  retryAfter,
})
const timeout = 60_000

/** An office in a process: writes by transactions, keeps the answer of each key, may die at any moment. */
export class ModelServer {
  online = true
  up = true
  signedIn = true
  /** Dies once at this point of the next write, and is up again soon. */
  dies: 'before-commit' | 'after-commit' | undefined
  /** Answers lost on the way back. */
  loses = 0
  readonly fates = new Map<string, Fate>()
  readonly applied: string[] = []
  readonly #kept = new Map<string, { body: string; answer: object }>()
  readonly #ids = new Set<string>()
  /** Pictures that nothing named in time. */
  readonly #forgotten = new Set<string>()
  readonly #named = new Set<string>()
  #made = 0
  readonly faults: string[] = []
  #incarnation = 0
  readonly #time: Simulation

  constructor(time: Simulation) {
    this.#time = time
  }

  answerOf(id: string): object | undefined {
    return this.#kept.get(id)?.answer
  }

  /** A week and a day pass: what nothing names goes, with the answer to its write. */
  forgetPictures(): void {
    for (const [key, { answer }] of this.#kept) {
      const { id } = answer as { id: string }
      if (!id.startsWith('/files/') || this.#named.has(id)) continue
      this.#kept.delete(key)
      this.#ids.delete(id)
      this.#forgotten.add(id)
      this.applied.splice(this.applied.indexOf(key), 1)
    }
  }

  /** One try over the network, with the key that the phone gives it. */
  async post(key: string, path: string, body: Body): Promise<Told> {
    await this.#way()
    const born = this.#incarnation
    const fate = this.fates.get(body.entry) ?? { kind: 'taken' }
    const early = await this.#refuse(fate)
    if (early !== undefined) return early
    await this.#time.wait(this.#time.random() * 30)
    this.#alive(born)
    if (this.dies === 'before-commit') this.#die()
    this.#alive(born)
    const answer = this.#commit(key, path, body)
    if (this.dies === 'after-commit') this.#die()
    this.#alive(born)
    await this.#way()
    this.#alive(born)
    if (this.loses > 0) {
      this.loses -= 1
      throw refusal('offline', 0)
    }
    return { mark: markFor(key), body: answer }
  }

  async #way(): Promise<void> {
    if (!this.online) throw refusal('offline', 0)
    await this.#time.wait(5 + this.#time.random() * 200)
    if (!this.online) throw refusal('offline', 0)
    if (!this.up) throw refusal('malformed', 502) // the proxy's own page
  }

  #alive(born: number): void {
    if (this.#incarnation !== born) throw refusal('malformed', 502)
  }

  #die(): void {
    this.dies = undefined
    this.#incarnation += 1
    this.up = false
    this.#time.later(2000, () => {
      this.up = true
    })
  }

  async #refuse(fate: Fate): Promise<Told | undefined> {
    switch (fate.kind) {
      case 'taken':
        return undefined
      case 'refused':
        throw refusal('invalid-input', 422)
      case 'needs-sign-in':
        if (!this.signedIn) throw refusal('sign-in-needed', 401)
        return undefined
      case 'hangs':
        await this.#time.wait(timeout)
        throw refusal('timeout', 0)
      case 'late':
        return this.#late(fate)
      default:
        return fate satisfies never
    }
  }

  async #late(fate: Extract<Fate, { kind: 'late' }>): Promise<Told | undefined> {
    if (fate.times <= 0) return undefined
    fate.times -= 1
    if (fate.code === 'hotel') return { mark: undefined, body: '<html>Welcome</html>' }
    if (fate.code === 'guard') return { mark: undefined, body: { code: 403, msg: 'blocked' } }
    if (fate.code === 'cache')
      return { mark: 'letter-of-another', body: { id: '/letters/letter-of-another' } }
    if (fate.code === 'hangs') {
      await this.#time.wait(timeout)
      throw refusal('timeout', 0)
    }
    const status = { unexpected: 500, 'too-many': 429, malformed: 502 }[fate.code]
    throw refusal(fate.code, status, fate.code === 'too-many' ? 3600 : undefined)
  }

  /** All of it at one moment, as a transaction with a unique key does it. */
  #commit(key: string, path: string, body: Body): object {
    const text = JSON.stringify(body)
    const before = this.#kept.get(key)
    if (before && before.body !== text) throw refusal('key-reused', 422)
    if (before) return before.answer
    if (body.needs.some((id) => this.#forgotten.has(String(id))))
      throw { ...refusal('invalid-input', 422), errors: [{ field: 'photos.0', code: 'file-unknown' }] }
    for (const id of body.needs)
      if (typeof id !== 'string' || !this.#ids.has(id)) this.faults.push(`${body.entry} came before its part`)
    this.#made += 1
    const answer = { id: `${path}/${body.entry}/${this.#made}` }
    for (const id of body.needs) this.#named.add(String(id))
    this.#ids.add(answer.id)
    this.applied.push(body.entry)
    this.#kept.set(key, { body: text, answer })
    return answer
  }
}

/** Whether an entry carries a picture; its bytes are then its body. */
export const isPicture = ({ kind }: OutboxEntry): boolean => kind === 'file'
