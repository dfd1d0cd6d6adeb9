import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { Joined, Server } from './attach.ts'
import { attach } from './attach.ts'
import { leaveServer } from './presence.ts'

const reviveMs = 1000
const lastReviveMs = 15_000

/** Keeps one connection as the sign that this app is here, and starts the server again if it was killed. */
export class Keeper {
  readonly #server: Server
  readonly #port: number
  #presence: pg.Client
  #reviving: Promise<void> = Promise.resolve()
  #leaving = false

  constructor(server: Server, { presence, port }: Joined) {
    this.#server = server
    this.#port = port
    this.#presence = presence
    this.#watch()
  }

  #watch(): void {
    this.#presence.once('end', () => { this.#reviving = this.#revive() })
  }

  async #revive(): Promise<void> {
    while (!this.#leaving) {
      try {
        // On the same port, or the pool of this process would look for it in vain.
        const { presence } = await attach(this.#server, this.#port)
        this.#presence = presence
        return this.#watch()
      } catch {
        await pause(reviveMs)
      }
    }
  }

  /** Resolves with whether the server was stopped because nobody else was connected. */
  async leave(): Promise<boolean> {
    this.#leaving = true
    // A server just being started again would otherwise be left running with nobody to stop it.
    await Promise.race([this.#reviving, pause(lastReviveMs, undefined, { ref: false })])
    return leaveServer(this.#server.place, this.#presence)
  }
}
