import { businessDate } from '../calendar/deadline.ts'
import { toHex, type IsSigned } from '../trail/check.ts'
import type { TrailKey, TrailRoot } from '../trail/contract.ts'
import type { Hash } from '../trail/merkle.ts'
import { rootText } from '../trail/statement.ts'
import { drawnOf, ratesOn } from './rates.ts'

// Letter by letter, as both sides and every outsider must write it.

/** A list of claims as it is laid down before anybody can know what will be drawn: tags that say nothing of anybody. */
export type CheckList = {
  county: string
  quarter: string
  committedAt: string
  /** In the order of the alphabet, each once. */
  tags: readonly string[]
  /** How many will be drawn: laid down with the list. */
  size: number
}

/** What was drawn of it: by the first signed day of the trail that began after the list was laid down. */
export type Draw = { root: TrailRoot; seed: string; drawn: string[] }

const listText = ({ county, quarter, committedAt, tags, size }: CheckList): string =>
  JSON.stringify(['yima-check-list', county, quarter, committedAt, size, ...tags])

/** One number that stands for the whole list: with one letter of it changed it is another. */
export const digestOf = async (hash: Hash, list: CheckList): Promise<string> => toHex(await hash(listText(list)))

/**
 * The seed: from the digest, and from a day that nobody knew when the list was laid down. The signature is no part of it,
 * for whoever signs may sign the same day anew until they like what comes of it.
 */
export const seedOf = async (hash: Hash, digest: string, root: TrailRoot): Promise<string> =>
  toHex(await hash(JSON.stringify(['yima-check-seed', digest, rootText(root)])))

/** The tags in the order in which they are drawn. */
export async function orderOf(hash: Hash, seed: string, tags: readonly string[]): Promise<string[]> {
  const lots = await Promise.all(tags.map(async (tag) => ({ tag, lot: toHex(await hash(seed, tag)) })))
  return lots.sort((one, other) => (one.lot < other.lot ? -1 : one.lot > other.lot ? 1 : 0)).map(({ tag }) => tag)
}

/** Draws from a list by the day that followed. */
export async function drawFrom(hash: Hash, list: CheckList, root: TrailRoot): Promise<Draw> {
  const seed = await seedOf(hash, await digestOf(hash, list), root)
  return { root, seed, drawn: (await orderOf(hash, seed, list.tags)).slice(0, list.size) }
}

/** What can be wrong with a published draw. */
export const drawFaults = ['list-changed', 'size-differs', 'day-too-early', 'day-not-signed', 'seed-differs', 'drawn-differs'] as const
export type DrawFault = (typeof drawFaults)[number]

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((tag, at) => tag === other[at])

/** Everything of a published draw, worked out anew by whoever wants to know; what comes out otherwise is named. */
export async function faultsOf(
  { hash, isSigned }: { hash: Hash; isSigned: IsSigned },
  published: CheckList & { digest: string; draw: Draw; key: TrailKey },
): Promise<DrawFault[]> {
  const { digest, draw, key, tags } = published
  const { root } = draw
  const sorted = [...new Set(tags)].sort()
  const anew = await drawFrom(hash, published, root)
  const wrong: Record<DrawFault, boolean> = {
    'list-changed': !same(sorted, tags) || (await digestOf(hash, published)) !== digest,
    'size-differs': published.size !== drawnOf(tags.length, ratesOn(businessDate(new Date(published.committedAt)))),
    'day-too-early': root.county !== published.county || root.from < published.committedAt,
    'day-not-signed': root.key !== key.id || !(await isSigned(key, rootText(root), root.signature)),
    'seed-differs': anew.seed !== draw.seed,
    'drawn-differs': !same(anew.drawn, draw.drawn),
  }
  return drawFaults.filter((fault) => wrong[fault])
}
