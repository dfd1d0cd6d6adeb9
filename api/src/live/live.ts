import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { Problem } from '@yima/shared/problem'
import { beatSeconds } from '@yima/shared/live/contract'
import type { Database } from '../db/connection.ts'
import { endedPrefix, noteReceived } from './changed.ts'
import { Listener } from './listener.ts'
import { News } from './news.ts'
import { LiveStream } from './stream.ts'

/** For whom a stream is, and what wakes it. */
export type Watch = {
  topics: readonly string[]
  /** Shares the small cap: a session, or a receipt number. */
  holder: string
  /** Shares the large cap; undefined where budgets are off. */
  network: string | undefined
  /** The session it lives with (see identity/living.ts); undefined for a receipt. */
  session?: { hash: string; standing: string }
}

/** Of these sessions those that go on: hash → what their holder stands for. */
export type FindLiving = (hashes: readonly string[]) => Promise<ReadonlyMap<string, string>>

export type LiveOptions = {
  beatMs?: number
  /** Least time between two wakings of one page. */
  quietMs?: number
  /** Over what time all pages are sent to look again when notes may have been missed. */
  spreadMs?: number
  mostUnread?: number
  mostPerHolder?: number
  mostPerNetwork?: number
  most?: number
}

const usual: Required<LiveOptions> = {
  beatMs: beatSeconds * 1000,
  quietMs: 1000,
  spreadMs: 5000,
  mostUnread: 6,
  mostPerHolder: 8,
  mostPerNetwork: 500,
  most: 2000,
}
const comeBackSeconds = 60
const listeningMs = 3000

type Open = { watch: Watch; stream: LiveStream }

/** Wakes the open pages of this process. Costs nothing until somebody opens one. */
export class Live {
  readonly #options: Required<LiveOptions>
  readonly #findLiving: FindLiving
  readonly #listener: Listener
  readonly #news: News
  readonly #open = new Set<Open>()
  readonly #byTopic = new Map<string, Set<Open>>()
  readonly #counts = new Map<string, number>()
  #beating: ReturnType<typeof setInterval> | undefined
  #stopped = false

  constructor(
    { db, pool, findLiving }: { db: Database; pool: pg.Pool; findLiving: FindLiving },
    options: LiveOptions = {},
  ) {
    this.#options = { ...usual, ...options }
    this.#findLiving = findLiving
    this.#listener = new Listener(pool, {
      onNote: (payload) => {
        if (payload.startsWith(endedPrefix)) this.#endSession(payload.slice(endedPrefix.length))
        else this.#wake(payload.split(' '))
      },
      onBack: () => { this.#wakeAll() },
    })
    this.#news = new News((ids) => noteReceived(db, ids))
  }

  /** How many pages wait at this process. */
  get size(): number {
    return this.#open.size
  }

  /** A new application is stored: the desks it lies on are told, soon and without keeping anybody waiting. */
  received(applicationId: string): void {
    this.#news.add(applicationId)
  }

  /**
   * Opens a stream. It begins with `changed`: between the page's last look and this moment something
   * may have happened. Throws `too-many`, and `unavailable` while changes cannot be heard.
   */
  async open(watch: Watch): Promise<ReadableStream<Uint8Array>> {
    this.#refuseTooMany(watch)
    if (this.#stopped || !(await this.#listener.ready(listeningMs)) || this.#stopped) {
      throw new Problem('unavailable', [], { retryAfter: comeBackSeconds })
    }
    this.#refuseTooMany(watch)
    const opened: Open = { watch, stream: new LiveStream(this.#options, () => { this.#forget(opened) }) }
    this.#open.add(opened)
    for (const name of this.#shares(watch)) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
    for (const topic of watch.topics) {
      const others = this.#byTopic.get(topic)
      if (others) others.add(opened)
      else this.#byTopic.set(topic, new Set([opened]))
    }
    this.#beating ??= setInterval(() => void this.#beat(), this.#options.beatMs).unref()
    opened.stream.wake()
    return opened.stream.body
  }

  /** Ends every stream at once, so that a graceful stop waits for none, and opens no more. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#beating)
    this.#news.stop()
    for (const { stream } of [...this.#open]) stream.end()
    await this.#listener.stop()
  }

  #shares = ({ holder, network }: Watch): string[] =>
    network === undefined ? [`h:${holder}`] : [`h:${holder}`, `n:${network}`]

  #refuseTooMany({ holder, network }: Watch): void {
    const { most, mostPerHolder, mostPerNetwork } = this.#options
    const full =
      this.#open.size >= most ||
      (this.#counts.get(`h:${holder}`) ?? 0) >= mostPerHolder ||
      (network !== undefined && (this.#counts.get(`n:${network}`) ?? 0) >= mostPerNetwork)
    if (full) throw new Problem('too-many', [], { retryAfter: comeBackSeconds })
  }

  #forget(ended: Open): void {
    if (!this.#open.delete(ended)) return
    for (const name of this.#shares(ended.watch)) {
      const left = (this.#counts.get(name) ?? 1) - 1
      if (left > 0) this.#counts.set(name, left)
      else this.#counts.delete(name)
    }
    for (const topic of ended.watch.topics) {
      const others = this.#byTopic.get(topic)
      others?.delete(ended)
      if (others?.size === 0) this.#byTopic.delete(topic)
    }
    if (this.#open.size > 0) return
    clearInterval(this.#beating)
    this.#beating = undefined
  }

  #wake(topics: readonly string[]): void {
    for (const topic of topics) for (const { stream } of this.#byTopic.get(topic) ?? []) stream.wake()
  }

  /** Somebody was signed out from another device: what lies on the stolen one hears nothing more. */
  #endSession(hash: string): void {
    for (const { watch: { session }, stream } of [...this.#open]) if (session?.hash === hash) stream.end()
  }

  /** One after the other: all at the same instant would be the blow that a database just back cannot take. */
  #wakeAll(): void {
    for (const { stream } of this.#open) {
      void pause(Math.random() * this.#options.spreadMs, undefined, { ref: false }).then(() => { stream.wake() })
    }
  }

  /** A sign of life for everybody, if changes are heard; the end for those whose session is over. */
  async #beat(): Promise<void> {
    if (!(await this.#listener.isAlive())) return
    // Of a page that opens while these are asked about nothing is known yet: its turn is the next time.
    const asked = [...this.#open]
    const sessions = asked.flatMap(({ watch }) => (watch.session ? [watch.session.hash] : []))
    const living = await this.#findLiving([...new Set(sessions)]).catch(() => undefined)
    if (!living) return
    for (const { watch: { session }, stream } of asked) {
      if (session && living.get(session.hash) !== session.standing) stream.end()
      else stream.beat()
    }
  }
}
