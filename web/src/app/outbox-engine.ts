import { isWhole } from './outbox-answer.ts'
import {
  fillIn,
  isFinal,
  isFree,
  isPart,
  lapsedParts,
  pauseAfter,
  refusedOf,
  type OutboxEntry,
  type OutboxProblem,
} from './outbox-order.ts'
import { outboxShelf, type NewEntry, type ShelfWorld } from './outbox-shelf.ts'

export type { NewEntry } from './outbox-shelf.ts'

/** Why one try failed. */
export type Refusal = OutboxProblem & { status: number; retryAfter?: number | undefined }

/** Everything the outbox needs of the phone it runs on. */
export type World = ShelfWorld & {
  /** One try: the server's answer, or rejects with anything that `refusalOf` understands. */
  post: (entry: OutboxEntry, body: unknown, picture: Blob | undefined) => Promise<unknown>
  refusalOf: (error: unknown) => Refusal
  /** Runs the work unless another tab is at this entry; false then. Without locks it always runs. */
  alone: (id: string, work: () => Promise<void>) => Promise<boolean>
  /** Milliseconds on a clock that nobody sets: only spans between two readings mean anything. */
  now: () => number
  random: () => number
  /** Calls back after so many milliseconds; answers how to call it off. */
  later: (ms: number, work: () => void) => () => void
  /** What lies here or moves has changed. */
  changed: () => void
}

/** What hangs holds up nothing fresh: pictures leave a lane to letters, second tries two to first ones. */
const lanes = 4
const pictureLanes = 3
const secondTries = 2
/** Until one looks again at what another tab is sending, or at a store that did not open. */
const shortPause = 1500

export type Outbox = ReturnType<typeof outboxEngine>

/**
 * Brings every entry to the server exactly once: it lies on the disk before anything else happens, every
 * try carries the same key, and it goes only when the answer lies on the disk. May die at any moment, and
 * run in several tabs at once: what it does to the disk counts only if nobody else was faster.
 */
export function outboxEngine(world: World) {
  const shelf = outboxShelf(world, () => {
    noteTurns()
    world.changed()
  })
  const { entries, find, look, open } = shelf
  let callOff: (() => void) | undefined
  const flying = new Map<string, Promise<void>>()
  const turns = new Map<string, { tries: number; at: number }>()

  /** An entry that failed here or in another tab waits from the moment this is seen. */
  function noteTurns(): void {
    for (const { id, tries, pause } of entries()) {
      const turn = turns.get(id)
      if (turn?.tries === tries) continue
      turns.set(id, { tries, at: turn ? world.now() + (pause ?? 0) : world.now() })
    }
  }

  function tried({ problem: _problem, ...entry }: OutboxEntry, { retryAfter }: Refusal): OutboxEntry {
    const tries = entry.tries + 1
    return { ...entry, tries, pause: pauseAfter(tries, world.random(), retryAfter), refused: false }
  }

  function failed(entry: OutboxEntry, refusal: Refusal): OutboxEntry {
    const { status, code, title, errors, allowed } = refusal
    const problem = { code, title, errors, ...(allowed ? { allowed } : {}) }
    return { ...tried(entry, refusal), problem, refused: isFinal(code, status, refusal.retryAfter) }
  }

  /** What an entry names of those before it, as it goes out. */
  const namedBy = ({ after }: OutboxEntry): string => JSON.stringify(after.map((before) => find(before)?.answer ?? null))

  /**
   * Pictures that the office let go before their form came go anew, and nobody has to hear of it. `named`: what was sent
   * with them; where another tab has them sent anew meanwhile, the refusal is of a form that goes no more.
   */
  const fail = (id: string, refusal: Refusal, named: string): Promise<void> =>
    shelf.change(() => {
      const entry = find(id)
      const isOld = entry !== undefined && namedBy(entry) !== named
      const lapsed = entry && !isOld ? lapsedParts(entry, refusal, entries()) : []
      const changed = shelf.rewrite(id, (one) => (isOld || lapsed.length > 0 ? tried : failed)(one, refusal))
      return [...changed, ...lapsed.flatMap((part) => shelf.renew(part.id))]
    })

  /** Only with the answer on the disk may go what was typed; a picture stays until what names it is received. */
  async function succeed(id: string, answer: unknown): Promise<void> {
    await shelf.change(() =>
      shelf.rewrite(id, ({ body: _body, problem: _problem, pause: _pause, ...rest }) => ({
        ...rest,
        answer,
      })),
    )
    await shelf.tidy()
  }

  async function tryOnce(entry: OutboxEntry): Promise<unknown> {
    const picture = isPart(entry) ? await world.disk.picture(entry.id) : undefined
    if (isPart(entry) && !picture) throw { ...world.problem('part-lost'), status: 0 }
    const answers = new Map(entries().map((other) => [other.id, other.answer]))
    const answer = await world.post(entry, fillIn(entry.body, answers), picture)
    if (!isWhole(entry, answer)) throw { ...world.problem('malformed'), status: 0 }
    return answer
  }

  async function send(id: string): Promise<void> {
    await look() // another tab may have sent it, or taken it back
    const entry = find(id)
    if (!entry || !isFree(entry, entries())) return
    const named = namedBy(entry)
    let answer: unknown
    try {
      answer = await tryOnce(entry)
    } catch (error) {
      return fail(id, world.refusalOf(error), named)
    }
    await succeed(id, answer)
  }

  const wait = (id: string): void => {
    turns.set(id, { tries: find(id)?.tries ?? 0, at: world.now() + shortPause })
  }

  async function fly(id: string): Promise<void> {
    try {
      if (!(await world.alone(id, () => send(id)))) {
        wait(id)
        await look() // what the other tab has made of it
      }
    } catch {
      wait(id) // the store did not open: what lies there lies there still
    } finally {
      flying.delete(id)
    }
    void act()
  }

  const waitsStill = (entry: OutboxEntry): boolean => isFree(entry, entries()) && !flying.has(entry.id)
  const turnOf = ({ id }: OutboxEntry): number => turns.get(id)?.at ?? 0

  function hasLane(entry: OutboxEntry): boolean {
    const others = [...flying.keys()].flatMap((id) => find(id) ?? [])
    const pictures = others.filter(isPart).length
    const again = others.filter(({ tries }) => tries > 0).length
    return (!isPart(entry) || pictures < pictureLanes) && (entry.tries === 0 || again < secondTries)
  }

  /** The next to go: what was tried least goes first, so that what always fails stands in nobody's way. */
  function next(now: number): OutboxEntry | undefined {
    if (flying.size >= lanes) return undefined
    return entries()
      .filter((entry) => waitsStill(entry) && turnOf(entry) <= now && hasLane(entry))
      .sort((a, b) => a.tries - b.tries)[0]
  }

  /** Sends whatever may go now and plans for what may go later. Resolves when nothing flies any more. */
  async function act(): Promise<void> {
    // One look at the clock: what came to its turn between two looks would neither go now nor be planned for.
    const now = world.now()
    for (let entry = next(now); entry; entry = next(now)) flying.set(entry.id, fly(entry.id))
    plan(now)
    world.changed()
    while (flying.size > 0) await Promise.race(flying.values())
  }

  function plan(now: number): void {
    callOff?.()
    // What is due and has not gone waits for a lane: the end of a flight calls it.
    const turn = Math.min(
      ...entries()
        .filter(waitsStill)
        .map(turnOf)
        .filter((at) => at > now),
    )
    callOff = turn === Infinity ? undefined : world.later(turn - now, () => void act())
  }

  /** Lays entries down together, or none of them; what lies here already stays as it is. Then sends. */
  async function enqueue(fresh: readonly NewEntry[]): Promise<void> {
    await shelf.layDown(fresh)
    void act()
  }

  /** Sends everything that is not refused, without waiting for its pause. */
  async function sendNow(): Promise<void> {
    await open()
    await look() // a tab that is gone may have left something
    for (const turn of turns.values()) turn.at = world.now()
    await act()
  }

  /** Looks again, because another tab has written, and sends what is due. */
  async function lookAgain(): Promise<void> {
    await look()
    await act()
  }

  /** Tries what was refused once more as it is: the reason may have gone. */
  async function sendAgain(id: string): Promise<void> {
    await open()
    await shelf.change(() => {
      const entry = find(id)
      const stuck = entry && refusedOf(entry, entries())
      return stuck ? shelf.rewrite(stuck.id, ({ refused: _refused, ...rest }) => rest) : []
    })
    await sendNow()
  }

  /** What only had to come after it may go now. */
  async function takeBack(id: string): Promise<boolean> {
    const gone = await shelf.takeBack(id)
    if (gone) void act()
    return gone
  }

  /** Lets go of everything in memory, after this device was cleared: nothing may be written back. */
  function empty(): void {
    callOff?.()
    shelf.empty()
    turns.clear()
    world.changed()
  }

  return {
    /** Everything that lies here; what cannot be opened or lost a part stands among it as refused. */
    entries,
    /** Ids of what is on its way at this moment. */
    flying: () => new Set(flying.keys()),
    open,
    enqueue,
    sendNow,
    sendAgain,
    lookAgain,
    settle: shelf.settle,
    takeBack,
    dropOf: shelf.dropOf,
    empty,
  }
}
