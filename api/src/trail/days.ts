import { LRUCache } from 'lru-cache'
import { inclusionPath, treeOf, type Tree } from '@yima/shared/trail/merkle'
import { hashParts, leavesOf, type Reader, type RootRow } from './root.ts'

/** Events of signed days whose hashes lie in memory, at about three hundred bytes each. */
const mostEvents = 100_000

/** A signed day: its tree, and where the last event of every stream stands in it. */
type Day = { tree: Tree; last: ReadonlyMap<string, { index: number; number: number }> }

// By the signed root, from which everything else follows: whatever has it is the same day.
const kept = new LRUCache<string, Promise<Day>>({ maxSize: mostEvents })

async function reckon(db: Reader, row: RootRow): Promise<Day> {
  const leaves = await leavesOf(db, row)
  const tree = await treeOf(
    hashParts,
    leaves.map(({ hash }) => hash),
  )
  return { tree, last: new Map(leaves.map(({ stream, number }, index) => [stream, { index, number }])) }
}

/** A day that does not come to its signed root was altered: it is told as it is, and asked for again the next time. */
function forgetUnlessSigned(key: string, { tree }: Day): void {
  const [root] = tree.at(-1) ?? []
  if (!root || Buffer.from(root).toString('hex') !== key) kept.delete(key)
}

/** A signed day never changes: its tree is reckoned once, also for many who ask at the same moment. */
function dayOf(db: Reader, row: RootRow): Promise<Day> {
  const key = row.root.toString('hex')
  const known = kept.get(key)
  if (known) return known
  const day = reckon(db, row)
  kept.set(key, day, { size: Math.max(1, row.size) })
  day.then(
    (reckoned) => forgetUnlessSigned(key, reckoned),
    () => kept.delete(key),
  )
  return day
}

/** The last event of a stream that a signed day covers, and its place under the root; undefined where there is none. */
export async function findPlace(
  db: Reader,
  row: RootRow,
  stream: string,
): Promise<{ event: number; index: number; path: string[] } | undefined> {
  const { tree, last } = await dayOf(db, row)
  const found = last.get(stream)
  if (!found) return undefined
  const path = inclusionPath(tree, found.index).map((hash) => Buffer.from(hash).toString('hex'))
  return { event: found.number, index: found.index, path }
}
