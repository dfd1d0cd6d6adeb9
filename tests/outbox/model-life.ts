import type { NewEntry, World } from '../../web/src/app/outbox-engine.ts'
import { answerOf, refusedOf } from '../../web/src/app/outbox-order.ts'
import { ModelDisk, Tab, type Phone } from './model-phone.ts'
import { ModelServer, type Fate } from './model-server.ts'
import { Simulation } from './simulation.ts'

/** What may happen to a phone, its network, its office and its owner; numbers choose among what is there. */
export type Happening =
  | { do: 'hand-over'; pictures: Fate[]; letter: Fate; follows: boolean; act: boolean }
  | { do: 'send-now' | 'kill' | 'settle' | 'take-back' | 'break' | 'look'; which: number }
  | { do: 'open-tab' | 'offline' | 'online' | 'sign-out' | 'sign-in' | 'lose-answer' | 'forget-pictures' }
  | { do: 'server-dies'; when: 'before-commit' | 'after-commit' }
  | { do: 'pass'; ms: number }

export type Life = {
  seed: number
  withLocks: boolean
  /** Each with how many things happen elsewhere before the next. */
  happenings: { what: Happening; then: number }[]
}

/** What came of it: nothing of this may ever be more than nought. */
export type Account = { lost: number; twice: number; stuck: number; disordered: number; why: string[] }

type Handed = { id: string; resolved: boolean }
/** What its owner wanted to be rid of; undefined where the tab died before it was told whether it is gone. */
type TakenBack = { ids: readonly string[]; gone: boolean | undefined }

const minute = 60_000
const longest = 45 * minute

/** One phone through everything that happens to it, and then half an hour in which all is well. */
export class PhoneLife {
  readonly time: Simulation
  readonly server: ModelServer
  readonly disk = new ModelDisk()
  readonly phone: Phone
  readonly #handed: Handed[] = []
  readonly #takenBack: TakenBack[] = []
  readonly #bend: ((world: World) => World) | undefined
  readonly #withLocks: boolean

  constructor({ seed, withLocks }: Pick<Life, 'seed' | 'withLocks'>, bend?: (world: World) => World) {
    this.time = new Simulation(seed)
    this.server = new ModelServer(this.time)
    this.phone = { disk: this.disk, server: this.server, time: this.time, locks: new Map(), tabs: [] }
    this.#withLocks = withLocks
    this.#bend = bend
    this.openTab()
  }

  openTab(): Tab {
    const tab = new Tab(this.phone, this.#withLocks, this.#bend)
    void tab.outbox.sendNow()
    return tab
  }

  tab = (which = 0): Tab => this.phone.tabs[which % Math.max(1, this.phone.tabs.length)] ?? this.openTab()

  /** Hands a letter over with its pictures; what it follows must be there first. */
  handOver(letter: Fate, pictures: Fate[], follows: boolean, act: boolean): string {
    const number = this.#handed.length
    const parts = pictures.map((_fate, at) => `picture-${number}-${at}`)
    const id = `letter-${number}`
    const before = follows ? this.#earlier() : []
    const after = [...parts, ...before]
    this.server.fates.set(id, letter)
    pictures.forEach((fate, at) => this.server.fates.set(parts[at]!, fate))
    const entries: NewEntry[] = parts.map((part) => {
      return { id: part, kind: 'file', path: '/files', body: null, blob: new Blob([part]) }
    })
    const body = { entry: id, needs: after.map((one) => answerOf(one, 'id')) }
    entries.push({ id, kind: 'letter', path: '/letters', body, after, ...(act ? { act } : {}) })
    const handed: Handed = { id, resolved: false }
    this.#handed.push(handed)
    void this.tab(number)
      .outbox.enqueue(entries)
      .then(() => (handed.resolved = true))
    return id
  }

  #earlier(): string[] {
    const [earlier] = [...this.disk.entries.keys()].filter((id) => id.startsWith('letter'))
    return earlier === undefined || this.disk.find(earlier)?.act ? [] : [earlier]
  }

  #choose(which: number, fits: (id: string) => boolean): string | undefined {
    const fitting = [...this.disk.entries.keys()].filter(fits)
    return fitting[which % Math.max(1, fitting.length)]
  }

  happen(what: Happening): void {
    switch (what.do) {
      case 'hand-over':
        this.handOver(what.letter, what.pictures, what.follows, what.act)
        return
      case 'send-now':
        void this.tab(what.which).outbox.sendNow()
        return
      case 'look':
        void this.tab(what.which).outbox.lookAgain()
        return
      case 'kill':
        this.tab(what.which).kill()
        if (this.phone.tabs.length === 0) this.openTab()
        return
      case 'open-tab':
        if (this.phone.tabs.length < 3) this.openTab()
        return
      case 'settle':
        return this.#settle(what.which)
      case 'take-back':
        return this.#takeBack(what.which)
      case 'break':
        return this.#break(what.which)
      case 'offline':
      case 'online':
        this.server.online = what.do === 'online'
        return
      case 'sign-out':
      case 'sign-in':
        this.server.signedIn = what.do === 'sign-in'
        return
      case 'lose-answer':
        this.server.loses += 1
        return
      case 'forget-pictures':
        this.server.forgetPictures()
        return
      case 'server-dies':
        this.server.dies = what.when
        return
      case 'pass':
        this.time.later(what.ms, () => undefined)
        return
      default:
        what satisfies never
    }
  }

  #settle(which: number): void {
    const id = this.#choose(
      which,
      (one) => one.startsWith('letter') && this.disk.find(one)?.answer !== undefined,
    )
    if (id !== undefined) void this.tab(which).outbox.settle(id)
  }

  /** Only what the page shows as refused can be taken back there, with what was sent for it. */
  #takeBack(which: number): void {
    const { outbox } = this.tab(which)
    const shown = outbox.entries()
    const refused = shown.filter((one) => refusedOf(one, shown))
    const entry = refused[which % Math.max(1, refused.length)]
    if (!entry) return
    const pictures = entry.after.filter((one) => one.startsWith('picture'))
    const takenBack: TakenBack = { ids: [entry.id, ...pictures], gone: undefined }
    this.#takenBack.push(takenBack)
    void outbox.takeBack(entry.id).then((gone) => (takenBack.gone = gone))
  }

  /** By hand, and its owner was not told that it stays; the letter it follows was never meant. */
  #isTakenBack = (id: string): boolean =>
    this.#takenBack.some(({ ids, gone }) => gone !== false && ids.includes(id))

  /** Bytes on a cheap phone's memory turn over. */
  #break(which: number): void {
    const id = this.#choose(which, () => true)
    const kept = id === undefined ? undefined : this.disk.entries.get(id)
    if (id === undefined || !kept) return
    this.disk.entries.set(id, { stamp: `${kept.stamp}-broken`, text: 'broken' })
  }

  /** The network is back, the office runs, everybody is signed in: now everything must come to its end. */
  async recover(): Promise<Account> {
    Object.assign(this.server, { online: true, signedIn: true, dies: undefined, loses: 0 })
    this.happen({ do: 'send-now', which: 0 })
    await this.time.pass(minute)
    for (let passed = 0; passed < longest && !this.#isThrough(); passed += minute)
      await this.time.pass(minute)
    this.happen({ do: 'look', which: 0 }) // a page that somebody opens now
    await this.time.pass(1000)
    return this.account()
  }

  #isEnded = (id: string): boolean => {
    const entry = this.disk.find(id)
    return (
      !this.disk.entries.has(id) || entry === undefined || entry.answer !== undefined || this.#isRefused(id)
    )
  }

  /** As the page shows it: refused, unreadable, or waiting for something that is. */
  #isRefused(id: string): boolean {
    const shown = this.tab().outbox.entries()
    const entry = shown.find((one) => one.id === id)
    return entry !== undefined && refusedOf(entry, shown) !== undefined
  }

  #neverEnds(id: string): boolean {
    if (this.server.fates.get(id)?.kind === 'hangs') return true
    return (this.disk.find(id)?.after ?? []).some((part) => this.#neverEnds(part))
  }

  #isThrough = (): boolean =>
    [...this.disk.entries.keys()].every((id) => this.#isEnded(id) || this.#neverEnds(id)) &&
    this.#handed.every(({ id, resolved }) => resolved || !this.disk.entries.has(id))

  account(): Account {
    const { applied, faults } = this.server
    const vanished = this.disk.unanswered.filter((id) => !this.#isTakenBack(id))
    const why: string[] = [...vanished.map((id) => `${id} was lost`), ...faults]
    const lost = this.#handed.filter(({ id, resolved }) => resolved && !this.#isAccountedFor(id))
    const twice = applied.filter((id, at) => applied.indexOf(id) !== at)
    const stuck = [...this.disk.entries.keys()].filter((id) => !this.#isEnded(id) && !this.#neverEnds(id))
    const belied = [...this.disk.entries.keys()].filter((id) => this.#isBelied(id))
    for (const id of belied) why.push(`${id} is said to be refused, which the office never did`)
    for (const { id } of lost) why.push(`${id} is nowhere`)
    for (const id of stuck) why.push(`${id} is stuck`)
    for (const id of twice) why.push(`${id} happened twice`)
    return {
      lost: lost.length + vanished.length,
      twice: twice.length + belied.length, // its writer would do it again
      stuck: stuck.length,
      disordered: faults.length,
      why,
    }
  }

  #isBelied(id: string): boolean {
    return this.disk.find(id)?.refused === true && this.server.fates.get(id)?.kind !== 'refused'
  }

  /** Received, on this phone for everybody to see, or taken back by hand. */
  #isAccountedFor(id: string): boolean {
    const shown = this.tab()
      .outbox.entries()
      .some((entry) => entry.id === id)
    return this.server.applied.includes(id) || shown || this.#isTakenBack(id)
  }
}

/** Lives one life to its end and says what came of it. */
export async function live({ happenings, ...kind }: Life, bend?: (world: World) => World): Promise<Account> {
  const life = new PhoneLife(kind, bend)
  for (const { what, then } of happenings) {
    life.happen(what)
    for (let left = then; left > 0 && (await life.time.step()); left -= 1);
  }
  return life.recover()
}
