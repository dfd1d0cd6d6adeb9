import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { channel } from './changed.ts'

export type Heard = {
  /** What another process, or this one, noted. */
  onNote(payload: string): void
  /** The connection was lost and is back: notes of the time between never arrive. */
  onBack(): void
}

const firstRetryMs = 500
const longestRetryMs = 30_000
const answerMs = 10_000

/** Capped and jittered: after a restart of the database not every process comes at the same instant. */
const retryMs = (failures: number): number =>
  Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2)

/**
 * The one connection of this process that hears notes. It connects when first needed, comes back by
 * itself however long the database is away, and is nobody's trouble meanwhile.
 */
export class Listener {
  readonly #options: pg.ClientConfig
  readonly #heard: Heard
  readonly #ending = new AbortController()
  #client: pg.Client | undefined
  #connecting: Promise<void> | undefined
  #wasConnected = false

  constructor(pool: pg.Pool, heard: Heard) {
    this.#options = {
      ...pool.options, application_name: 'yima-live', keepAlive: true, query_timeout: answerMs,
    }
    this.#heard = heard
  }

  /** Whether notes are heard within `ms`. Never throws. */
  async ready(ms: number): Promise<boolean> {
    if (this.#client) return true
    const waiting = new AbortController()
    const { signal } = waiting
    await Promise.race([this.#connect(), pause(ms, undefined, { ref: false, signal }).catch(() => undefined)])
    waiting.abort()
    return this.#client !== undefined
  }

  /** Asks for a sign of life: a connection can be dead for minutes before anybody notices. Never throws. */
  async isAlive(): Promise<boolean> {
    const client = this.#client
    if (!client) return false
    try {
      await client.query('SELECT 1')
      return client === this.#client
    } catch {
      this.#lose(client)
      return false
    }
  }

  async stop(): Promise<void> {
    this.#ending.abort()
    await this.#connecting
    const client = this.#client
    this.#client = undefined
    await client?.end().catch(() => undefined)
  }

  #connect(): Promise<void> {
    this.#connecting ??= this.#keepTrying().finally(() => {
      this.#connecting = undefined
    })
    return this.#connecting
  }

  async #keepTrying(): Promise<void> {
    const { signal } = this.#ending
    for (let failures = 0; !signal.aborted; failures += 1) {
      if (await this.#listen()) return
      await pause(retryMs(failures), undefined, { ref: false, signal }).catch(() => undefined)
    }
  }

  async #listen(): Promise<boolean> {
    const client = new pg.Client(this.#options)
    // Unheard, a broken connection would end the process.
    client.on('error', () => { this.#lose(client) })
    client.on('end', () => { this.#lose(client) })
    client.on('notification', ({ payload }) => { this.#heard.onNote(payload ?? '') })
    try {
      await client.connect()
      await client.query(`LISTEN ${channel}`)
    } catch {
      void client.end().catch(() => undefined)
      return false
    }
    this.#client = client
    if (this.#wasConnected) this.#heard.onBack()
    this.#wasConnected = true
    return true
  }

  #lose(client: pg.Client): void {
    if (client !== this.#client) return
    this.#client = undefined
    void client.end().catch(() => undefined)
    if (!this.#ending.signal.aborted) void this.#connect()
  }
}
