import { fewest } from './hide-small-counts.ts'

/** A claim that was decided: in which days after it came, and whether its day was kept. */
export type Decided = { place: string; programme: string; days: number; inTime: boolean; overturned: boolean }

/** How a place or a programme was served. Of fewer than ten decisions nothing is said; how many there were, never. */
export type Handled = { of: string; inTime: number; median: number }

const percent = 100

/** In whole per cent, rounded down: ninety-nine of a hundred are not all. */
export const shareOf = <T>(all: readonly T[], is: (one: T) => boolean): number => Math.floor((percent * all.filter(is).length) / all.length)

/** The middle of calendar days; of an even number of them, halfway between the two in the middle. */
export function median(days: readonly number[]): number {
  const sorted = [...days].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0]
  return sorted.length % 2 === 1 ? high : Math.round((low + high) / 2)
}

/**
 * The share decided in time, in whole per cent, and the median of calendar days from handing in to the decision, for each
 * of what `groupsOf` names. How many decisions a share is of is not published, so that it cannot be turned back into
 * numbers.
 */
export function publishHandled(decided: readonly Decided[], groupsOf: (one: Decided) => readonly string[]): Handled[] {
  const groups = new Map<string, Decided[]>()
  for (const one of decided)
    for (const group of groupsOf(one)) groups.set(group, [...(groups.get(group) ?? []), one])
  return [...groups]
    .filter(([, all]) => all.length >= fewest)
    .map(([of, all]) => ({
      of,
      inTime: shareOf(all, ({ inTime }) => inTime),
      median: median(all.map(({ days }) => days)),
    }))
    .sort((one, other) => (one.of < other.of ? -1 : 1))
}
