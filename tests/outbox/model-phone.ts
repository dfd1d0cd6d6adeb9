import { isMarked } from '@yima/shared/answer-mark'
import type { Change, Disk, Found } from '../../web/src/app/outbox-disk.ts'
import { outboxEngine, type Outbox, type Refusal, type World } from '../../web/src/app/outbox-engine.ts'
import type { OutboxEntry, OutboxProblem } from '../../web/src/app/outbox-order.ts'
import type { Body, ModelServer } from './model-server.ts'
import type { Simulation } from './simulation.ts'

type Kept = { stamp: string; text: string }
const never = new Promise<never>(() => undefined)

/** What outlives the app on one phone: entries as text, pictures beside them, all changes or none. */
export class ModelDisk {
  readonly entries = new Map<string, Kept>()
  readonly pictures = new Map<string, string>()
  /** What went without an answer: nothing may, but what was taken back by hand. */
  readonly unanswered: string[] = []
  #stamps = 0

  apply(changes: readonly Change[]): boolean {
    if (changes.some(({ id, stamp }) => this.entries.get(id)?.stamp !== stamp)) return false
    for (const { id, entry, picture } of changes) {
      if (entry) this.#keep(id, entry)
      else this.#remove(id)
      if (entry && picture) this.pictures.set(id, id)
      if (!entry || picture === null) this.pictures.delete(id)
    }
    return true
  }

  #keep(id: string, entry: OutboxEntry): void {
    this.#stamps += 1
    this.entries.set(id, { stamp: String(this.#stamps), text: JSON.stringify(entry) })
  }

  #remove(id: string): void {
    const entry = this.find(id)
    if (entry && entry.answer === undefined) this.unanswered.push(id)
    this.entries.delete(id)
  }

  find(id: string): OutboxEntry | undefined {
    const kept = this.entries.get(id)
    return kept && kept.text !== 'broken' ? (JSON.parse(kept.text) as OutboxEntry) : undefined
  }

  read(): Found[] {
    return [...this.entries].map(([id, { stamp }]) => {
      const entry = this.find(id)
      return entry ? { id, stamp, entry } : { id, stamp }
    })
  }
}

export type Phone = {
  disk: ModelDisk
  server: ModelServer
  time: Simulation
  locks: Map<string, Tab>
  tabs: Tab[]
}

const problem = (code: string): OutboxProblem => ({ code, title: code, errors: [] })

/** One tab of the app on a phone. Killed, nothing it waited for ever comes, and nothing it planned happens. */
export class Tab {
  alive = true
  readonly outbox: Outbox
  readonly #phone: Phone
  readonly #withLocks: boolean
  #looked = 0

  constructor(phone: Phone, withLocks: boolean, bend: (world: World) => World = (world) => world) {
    this.#phone = phone
    this.#withLocks = withLocks
    this.outbox = outboxEngine(bend(this.#world()))
    phone.tabs.push(this)
  }

  kill(): void {
    this.alive = false
    for (const [id, tab] of this.#phone.locks) if (tab === this) this.#phone.locks.delete(id)
    this.#phone.tabs.splice(this.#phone.tabs.indexOf(this), 1)
  }

  /** Something outside this tab takes its time, happens if the tab still lives, and is heard of if it still does. */
  async #ask<T>(most: number, happen: () => T): Promise<T> {
    const { time } = this.#phone
    await time.wait(time.random() * most)
    if (!this.alive) return never
    const outcome = happen()
    await time.wait(time.random() * most)
    return this.alive ? outcome : never
  }

  #disk(): Disk {
    const { disk } = this.#phone
    return {
      read: () => this.#ask(4, () => disk.read()),
      picture: (id) => this.#ask(4, () => (disk.pictures.has(id) ? new Blob([id]) : undefined)),
      commit: (changes) => this.#ask(8, () => disk.apply(changes)),
    }
  }

  /** The time goes on between two looks at it, also where nothing is waited for. */
  #look(): number {
    const { time } = this.#phone
    this.#looked = Math.max(time.now, this.#looked + time.random() / 4)
    return this.#looked
  }

  #world(): World {
    const { time } = this.#phone
    return {
      disk: this.#disk(),
      post: (entry, body, picture) => this.post(entry.id, entry, body, picture),
      refusalOf: (error) =>
        typeof error === 'object' && error !== null && 'code' in error
          ? { ...{ status: 0 }, ...(error as Refusal) }
          : { ...problem('malformed'), status: 0 },
      problem,
      alone: (id, work) => this.#alone(id, work),
      now: () => this.#look(),
      date: () => new Date(Date.UTC(2026, 10, 21) + time.now).toISOString(),
      random: time.random,
      // A browser counts whole milliseconds, so that what is planned may come a little too early.
      later: (ms, work) => time.later(Math.floor(ms), () => this.alive && work()),
      changed: () => undefined,
      tell: () => this.#tell(),
      version: '0.1.0',
    }
  }

  /** A request outlives the tab that sent it; its answer does not reach a dead one. */
  async post(key: string, entry: OutboxEntry, body: unknown, picture: Blob | undefined): Promise<unknown> {
    const sent: Body = picture ? { entry: entry.id, needs: [] } : (body as Body)
    const tried = await this.#phone.server.post(key, entry.path, sent).then(
      ({ mark, body: told }) =>
        () => {
          if (!isMarked(mark, key)) throw { ...problem('intercepted'), status: 200 }
          return told
        },
      (error: unknown) => () => {
        throw error
      },
    )
    return this.alive ? tried() : never
  }

  async #alone(id: string, work: () => Promise<void>): Promise<boolean> {
    const { locks } = this.#phone
    if (!this.#withLocks) return work().then(() => true)
    await this.#ask(2, () => undefined)
    if (locks.has(id)) return false
    locks.set(id, this)
    try {
      await work()
    } finally {
      if (locks.get(id) === this) locks.delete(id)
    }
    return true
  }

  #tell(): void {
    if (!this.#withLocks) return
    for (const tab of this.#phone.tabs)
      if (tab !== this) this.#phone.time.later(1, () => tab.alive && void tab.outbox.lookAgain())
  }
}
