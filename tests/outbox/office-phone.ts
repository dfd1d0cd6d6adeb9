import { randomBytes } from 'node:crypto'
import { answerMark, isMarked } from '@yima/shared/answer-mark'
import { outboxEngine, type Outbox, type World } from '../../web/src/app/outbox-engine.ts'
import type { OutboxEntry } from '../../web/src/app/outbox-order.ts'
import { sendPicture, type Requests } from '../../web/src/app/picture-parts.ts'
import { ProblemError, readProblem } from '../../web/src/app/problem-error.ts'
import type { Office } from '../fixtures/office.ts'
import { ModelDisk } from './model-phone.ts'

/** What becomes of one request on its way; `server-killed`: in the middle of its work, and a new one begins. */
export type Fault = 'none' | 'request-lost' | 'answer-lost' | 'proxy' | 'guard' | 'server-killed'

/** The office as one phone reaches it: who is signed in there, and how the program that answers is killed. */
export type Way = {
  headers?: Record<string, string>
  kill?: () => Promise<void>
  /** What befalls requests to such addresses, instead of what befalls all others. */
  at?: { path: RegExp; faults: Fault[] }
}

const never = new Promise<never>(() => undefined)

/**
 * A phone with the real outbox and the real way of pictures at the real office. Requests meet one fault
 * after another; the app dies at the given moments, counted in everything it does with disk and network.
 */
export class OfficePhone {
  readonly disk = new ModelDisk()
  readonly #office: Pick<Office, 'app'>
  readonly #key = randomBytes(32).toString('base64url')
  readonly #faults: Fault[]
  readonly #deaths: number[]
  readonly #way: Way
  readonly #pictures = new Map<string, Blob>()
  readonly #underWay = new Set<Promise<unknown>>()
  #done = 0
  #life = 0
  #died: () => void = () => undefined
  #death: Promise<void> = never
  app: Outbox

  constructor(office: Pick<Office, 'app'>, faults: Fault[], deaths: number[], way: Way = {}) {
    this.#office = office
    this.#way = way
    this.#faults = [...faults]
    this.#deaths = deaths
    this.app = this.#begin()
  }

  #begin(): Outbox {
    this.#life += 1
    this.#death = new Promise((resolve) => (this.#died = resolve))
    return outboxEngine(this.#world(this.#life))
  }

  /** Works until nothing flies or the app has died; then there is a new one. */
  async work(what: (app: Outbox) => Promise<unknown>): Promise<void> {
    const life = this.#life
    await Promise.race([what(this.app), this.#death])
    await Promise.allSettled(this.#underWay) // what has left the phone arrives without it
    if (this.#life === life && this.#isDead(life)) this.app = this.#begin()
  }

  readonly #dead = new Set<number>()
  #isDead = (life: number): boolean => this.#dead.has(life)

  /** One thing done with disk or network: it may be the last one, and then nobody hears of its end. */
  async #do<T>(life: number, what: () => Promise<T> | T): Promise<T> {
    if (this.#isDead(life)) return never
    this.#done += 1
    if (this.#deaths.includes(this.#done)) {
      this.#dead.add(life)
      this.#died()
    }
    const outcome = Promise.resolve().then(what)
    this.#underWay.add(outcome)
    const settled = await outcome.then(
      (value) => () => value,
      (error: unknown) => () => {
        throw error
      },
    )
    this.#underWay.delete(outcome)
    return this.#isDead(life) ? never : settled()
  }

  async #request(method: string, path: string, body: unknown, key?: string): Promise<unknown> {
    const { at } = this.#way
    const fault = (at?.path.test(path) ? at.faults : this.#faults).shift() ?? 'none'
    if (fault === 'request-lost') throw new ProblemError('offline')
    if (fault === 'proxy') throw readProblem(502, '<html>Bad Gateway</html>')
    if (fault === 'guard') return this.#read(Response.json({ code: 403, msg: 'blocked' }), key)
    const isBytes = body instanceof Blob
    const asked = this.#office.app.request(`/api${path}`, {
      method,
      headers: {
        'x-device-key': this.#key,
        ...this.#way.headers,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        'content-type': isBytes ? body.type : 'application/json',
      },
      ...(body === undefined ? {} : { body: isBytes ? await body.arrayBuffer() : JSON.stringify(body) }),
    })
    if (fault === 'server-killed') await this.#way.kill?.()
    const answer = await asked
    // Whoever is killed answers nobody, whatever it had written.
    if (fault === 'server-killed') throw readProblem(502, '<html>Bad Gateway</html>')
    if (fault === 'answer-lost') throw new ProblemError('timeout')
    return this.#read(answer, key)
  }

  async #read(answer: Response, key: string | undefined): Promise<unknown> {
    const told = (await answer.json()) as unknown
    if (answer.ok && key !== undefined && !isMarked(answer.headers.get(answerMark), key))
      throw new ProblemError('intercepted')
    if (answer.ok) return told
    throw readProblem(answer.status, told, answer.headers.get('retry-after') ?? undefined)
  }

  #requests(life: number): Requests {
    const send = <T>(method: string, path: string, body?: unknown, key?: string): Promise<T> =>
      this.#do(life, () => this.#request(method, path, body, key)) as Promise<T>
    return {
      get: (path) => send('GET', path),
      put: (path, body, { idempotencyKey }) => send('PUT', path, body, idempotencyKey),
      post: (path, body, { idempotencyKey }) => send('POST', path, body, idempotencyKey),
    }
  }

  #post(life: number, entry: OutboxEntry, body: unknown, picture?: Blob): Promise<unknown> {
    const requests = this.#requests(life)
    if (picture) return sendPicture(requests, entry.id, picture, entry.tries > 0)
    return requests.post(entry.path, body, { idempotencyKey: entry.id })
  }

  #world(life: number): World {
    return {
      disk: {
        read: () => this.#do(life, () => this.disk.read()),
        picture: (id) => this.#do(life, () => this.#pictures.get(id)),
        commit: (changes) =>
          this.#do(life, () => {
            for (const { id, picture } of changes) if (picture) this.#pictures.set(id, picture)
            return this.disk.apply(changes)
          }),
      },
      post: (entry, body, picture) => this.#post(life, entry, body, picture),
      refusalOf: (error) => {
        if (!(error instanceof ProblemError)) throw error
        const { code, title, errors, status, retryAfter } = error
        return { code, title, errors, status, retryAfter }
      },
      problem: (code) => ({ code, title: code, errors: [] }),
      alone: (_id, work) => work().then(() => true),
      now: () => 0,
      date: () => '2026-03-02T01:00:00.000Z',
      random: () => 0.5,
      later: () => () => undefined, // the test presses "send now" itself
      changed: () => undefined,
      tell: () => undefined,
      version: '0.1.0',
    }
  }
}
