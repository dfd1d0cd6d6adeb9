import { isDatabaseAway } from './db/away.ts'

type Waiting<Item, Result> = { item: Item; done(result: Result): void; failed(error: unknown): void }

export type Crossing = {
  /** Items that go together at most. */
  most: number
  /** How many companies are on their way at once; what comes meanwhile waits, and then goes together. */
  atOnce: number
}

function giveAll<Item, Result>(entries: readonly Waiting<Item, Result>[], results: readonly Result[]): void {
  entries.forEach(({ done, failed }, at) => {
    const result = results[at]
    if (result === undefined && !(at in results)) failed(new Error('A result is missing'))
    else done(result as Result)
  })
}

/**
 * Lets what many people ask at the same time be done together: whoever comes while nothing is on its way
 * goes with those of the same turn, nobody waits for company. What fails together is tried one by one, so
 * that nobody is refused for another's sake; unless the database is away, which one after the other would
 * only find out more slowly.
 * @param run gives the results in the order of its items, and may be called again for each
 */
export function together<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  { most, atOnce }: Crossing,
): (item: Item) => Promise<Result> {
  type Entry = Waiting<Item, Result>
  const waiting: Entry[] = []
  let free = atOnce
  let called = false

  const tryOne = async (entry: Entry) => {
    try {
      giveAll([entry], await run([entry.item]))
    } catch (error) {
      entry.failed(error)
    }
  }
  const cross = async (entries: readonly Entry[]) => {
    try {
      giveAll(entries, await run(entries.map(({ item }) => item)))
    } catch (error) {
      if (entries.length === 1 || isDatabaseAway(error)) for (const { failed } of entries) failed(error)
      else await Promise.all(entries.map(tryOne))
    }
  }
  const go = () => {
    called = false
    while (free > 0 && waiting.length > 0) {
      free -= 1
      void cross(waiting.splice(0, most)).finally(() => {
        free += 1
        go()
      })
    }
  }
  return (item) =>
    new Promise<Result>((done, failed) => {
      waiting.push({ item, done, failed })
      if (called) return
      called = true
      setImmediate(go)
    })
}

/**
 * Lets what those who share a transaction ask in the same turn be asked by one statement. What fails, fails for all of
 * them, as their transaction does.
 * @param ask gives the answers in the order of its items
 */
export function inOneTurn<Item, Result>(
  ask: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = []
  const go = async () => {
    const entries = waiting
    waiting = []
    try {
      giveAll(entries, await ask(entries.map(({ item }) => item)))
    } catch (error) {
      for (const { failed } of entries) failed(error)
    }
  }
  return (item) =>
    new Promise<Result>((done, failed) => {
      if (waiting.length === 0) process.nextTick(() => void go())
      waiting.push({ item, done, failed })
    })
}

/**
 * What everybody came to; the first that failed fails them all, once nobody writes any more: on a connection that is
 * given back they would write into somebody else's transaction. What goes side by side in a transaction is never begun
 * and waited for later, but handed in here: one that failed meanwhile would be heard by nobody, and end the process.
 */
export async function allOf<Stories extends readonly unknown[] | []>(
  stories: Stories,
): Promise<{ -readonly [At in keyof Stories]: Awaited<Stories[At]> }> {
  const all = Promise.all(stories)
  await all.catch(() => Promise.allSettled(stories))
  return all
}
