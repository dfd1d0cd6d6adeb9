import type { Change, Disk, Found } from './outbox-disk.ts'
import {
  byPlace,
  holdersOf,
  isAnswered,
  isBuiltOn,
  partsOf,
  refusedOf,
  served,
  type OutboxEntry,
  type OutboxProblem,
} from './outbox-order.ts'

/** What a page hands over. `id` is the Idempotency-Key of every try; `after` names what must be answered first. */
export type NewEntry = Pick<
  OutboxEntry,
  'id' | 'kind' | 'path' | 'method' | 'body' | 'actor' | 'act' | 'label' | 'holder' | 'device'
> & {
  blob?: Blob
  after?: readonly string[]
}

/** What the shelf needs of the phone it lies on. */
export type ShelfWorld = {
  disk: Disk
  /** Why the outbox itself cannot send an entry. */
  problem: (code: 'unreadable' | 'part-lost' | 'malformed') => OutboxProblem
  /** The phone's own date and time, which may be years off. */
  date: () => string
  /** Another tab has reason to look. */
  tell: () => void
  version: string
}

const mostTurns = 50

export type Shelf = ReturnType<typeof outboxShelf>

/**
 * What was handed over and lies on this phone, as it was seen last. Other tabs write here too: a change
 * counts only if nobody else was faster, and is made anew otherwise. `seen` is called after every look.
 */
export function outboxShelf(world: ShelfWorld, seen: () => void) {
  let found: readonly Found[] = []
  let entries: readonly OutboxEntry[] = []
  let opening: Promise<void> | undefined
  let last: Promise<unknown> = Promise.resolve()
  const firstSeen = new Map<string, string>()

  // Reading and writing take turns, so that what is shown is never older than what was written.
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }

  /** Shown in place of what can no longer be opened: it is said, and waits for somebody to look at it. */
  function unreadable(id: string): OutboxEntry {
    const at = firstSeen.get(id) ?? world.date()
    firstSeen.set(id, at)
    const problem = world.problem('unreadable')
    return { id, kind: 'unreadable', path: '', after: [], at, tries: 0, refused: true, problem }
  }

  function withLostParts(all: readonly OutboxEntry[]): OutboxEntry[] {
    const there = new Set(all.map(({ id }) => id))
    return all.map((entry) =>
      isAnswered(entry) || entry.refused || entry.after.every((id) => there.has(id))
        ? entry
        : { ...entry, refused: true, problem: world.problem('part-lost') },
    )
  }

  async function read(): Promise<void> {
    found = await world.disk.read()
    entries = withLostParts(found.map(({ id, entry }) => entry ?? unreadable(id))).sort(byPlace)
    seen()
  }

  /**
   * Changes what lies on the disk. `how` sees what lies there, and is asked again when another tab was
   * faster; entries that are gone meanwhile stay gone.
   */
  const change = (how: () => readonly Change[]): Promise<void> =>
    inTurn(async () => {
      for (let turn = 0; turn < mostTurns; turn += 1) {
        const changes = how()
        if (changes.length === 0) return
        const kept = await world.disk.commit(changes)
        await read()
        if (kept) return world.tell()
      }
      throw new Error('The outbox changes faster than it can be written')
    })

  const findKept = (id: string) => found.find((one) => one.id === id)
  const find = (id: string) => entries.find((entry) => entry.id === id)
  const removals = (gone: readonly { id: string }[]): Change[] =>
    gone.map(({ id }) => ({ id, stamp: findKept(id)?.stamp }))

  function rewrite(id: string, to: (entry: OutboxEntry) => OutboxEntry): Change[] {
    const kept = findKept(id)
    return kept?.entry && !isAnswered(kept.entry) ? [{ id, stamp: kept.stamp, entry: to(kept.entry) }] : []
  }

  /** What was received and let go at the office since: unanswered again, under its key. */
  function renew(id: string): Change[] {
    const kept = findKept(id)
    if (!kept?.entry) return []
    const { answer, settled: _settled, ...rest } = kept.entry
    return [{ id, stamp: kept.stamp, entry: { ...rest, lapsed: answer } }]
  }

  /** Lets go of what has served. Its answer has been on the disk, and been shown, before. */
  const tidy = (): Promise<void> => change(() => removals(served(entries)))

  /** Sees what other tabs have made of it. */
  const look = (): Promise<void> => inTurn(read)

  /** Reads what an earlier visit left behind. */
  function open(): Promise<void> {
    opening ??= look().then(tidy)
    return opening.catch((error: unknown) => {
      opening = undefined
      throw error
    })
  }

  function written(
    { blob, after = [], ...rest }: NewEntry,
    fresh: readonly NewEntry[],
    when: Pick<OutboxEntry, 'at' | 'place'>,
  ): Change {
    const { version } = world
    // What it only had to come after may have been received a moment ago, and lies nowhere any more.
    const waits = (id: string): boolean =>
      findKept(id) !== undefined || fresh.some((one) => one.id === id) || isBuiltOn(rest.body, id)
    const entry: OutboxEntry = { ...rest, after: after.filter(waits), ...when, version, tries: 0 }
    if (blob === undefined) return { id: entry.id, stamp: undefined, entry }
    return { id: entry.id, stamp: undefined, entry: { ...entry, bytes: blob.size }, picture: blob }
  }

  /** Laid down as it is, so that it counts only if no other tab has let go of it in this very moment. */
  const held = (id: string): Change[] => {
    const kept = findKept(id)
    return kept?.entry ? [{ id, stamp: kept.stamp, entry: kept.entry }] : []
  }

  /** Lays entries down together, or none of them; what lies here already stays as it is. */
  async function layDown(fresh: readonly NewEntry[]): Promise<void> {
    await open()
    const at = world.date()
    await change(() => {
      const end = Math.max(0, ...entries.map(({ place = 0 }) => place))
      const laid = fresh
        .filter(({ id }) => !findKept(id))
        .map((entry, nth) => written(entry, fresh, { at, place: end + nth + 1 }))
      const named = new Set(laid.flatMap(({ entry }) => entry?.after ?? []))
      return [...[...named].flatMap(held), ...laid]
    })
  }

  /** Lets go of an answered entry whose answer its page has stored. */
  async function settle(id: string): Promise<void> {
    await open()
    await change(() => {
      const kept = findKept(id)
      if (!kept?.entry || !isAnswered(kept.entry) || kept.entry.settled) return []
      return [{ id, stamp: kept.stamp, entry: { ...kept.entry, settled: true } }]
    })
    await tidy()
  }

  /**
   * What only had to come after this one waits for it no longer; what is built on its answer, such as an application on
   * a picture, is not whole without it. What can no longer be opened does not say what it was, so its followers do.
   */
  const unlinked = (gone: OutboxEntry): Change[] =>
    entries
      .filter(({ after, body }) => after.includes(gone.id) && !isBuiltOn(body, gone.id))
      .flatMap(({ id }) =>
        rewrite(id, (one) => ({ ...one, after: one.after.filter((before) => before !== gone.id) })),
      )

  /**
   * Takes back what the server will never take as it is, with what was only sent for it. False, and it
   * stays, where it was not refused: it may have been received, and sent anew it would happen twice.
   */
  async function takeBack(id: string): Promise<boolean> {
    await open()
    let gone = true
    await change(() => {
      const entry = find(id)
      gone = entry === undefined || refusedOf(entry, entries) !== undefined
      return entry && gone ? [...removals([entry, ...partsOf(entry, entries)]), ...unlinked(entry)] : []
    })
    await tidy()
    return gone
  }

  /**
   * Removes what was written under a sign-in, whatever has become of it. Only after its person was asked, or when
   * the phone is in wrong hands: what was on its way may have been received.
   */
  async function dropOf(holder: string): Promise<void> {
    await open()
    await change(() => {
      const holderOf = holdersOf(entries)
      return removals(entries.filter((entry) => holderOf(entry) === holder))
    })
  }

  /** Lets go of everything in memory, after this device was cleared: nothing may be written back. */
  function empty(): void {
    found = []
    entries = []
    opening = undefined
  }

  return {
    /** Everything that lies here; what cannot be opened or lost a part stands among it as refused. */
    entries: () => entries,
    find,
    open,
    look,
    change,
    rewrite,
    renew,
    tidy,
    layDown,
    settle,
    takeBack,
    dropOf,
    empty,
  }
}
