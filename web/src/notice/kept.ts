import type { NoticeLine } from '@yima/shared/notice/contract'
import { forget, keep, keysKept, recall } from '../app/store.ts'
import type { Board, Place } from './api.ts'
import { dayNow, isShown } from './day.ts'
import type { Segment } from './segments.ts'

/** What stood under one heading when it was read. */
export type List = { items: NoticeLine[]; next: Place | null; on: string; at: string }
/** A village as this phone read it last: everybody may see it, so it is nobody's own. */
export type KeptBoard = { at: string; board: Board; lists: Partial<Record<Segment, List>> }

const prefix = 'notices:'
const keyOf = (village: string): string => prefix + village

/** Longer than that nothing of a village stays, also what has no last day: whom aid has left by now nobody knows here. */
const keptDays = 30
const isOld = (at: string, now: string): boolean => Date.parse(now) - Date.parse(at) > keptDays * 86_400_000

/** Without the lines whose last day is over; they are counted no more either. */
function pruned({ at, board, lists }: KeptBoard, now: string): KeptBoard {
  const counts = { ...board.counts }
  const left = Object.entries(lists).map(([name, list]) => {
    const day = dayNow(list, now, true)
    const [items, over] = [list.items.filter((line) => isShown(line, day)), list.items.filter((line) => !isShown(line, day))]
    for (const { kind } of over) counts[kind] = Math.max(0, (counts[kind] ?? 0) - 1)
    return [name, { ...list, items }]
  })
  return { at, board: { ...board, counts }, lists: Object.fromEntries(left) }
}

/** What was read of this village, without a line whose last day is over: such a line goes from this phone as well. */
export async function recallBoard(village: string, now: string): Promise<KeptBoard | undefined> {
  const kept = await recall<KeptBoard>(keyOf(village))
  if (kept === undefined) return undefined
  if (isOld(kept.at, now)) {
    await forget(keyOf(village))
    return undefined
  }
  const clean = pruned(kept, now)
  if (JSON.stringify(clean) !== JSON.stringify(kept)) await keep(keyOf(village), clean)
  return clean
}

export const keepBoard = (village: string, board: KeptBoard): Promise<void> => keep(keyOf(village), board)
/** The office knows no such village any more. */
export const forgetBoard = (village: string): Promise<void> => forget(keyOf(village))

/** Nothing that is over stays of any village that was read here. */
export async function tidyBoards(now: string): Promise<void> {
  for (const key of await keysKept(prefix)) await recallBoard(key.slice(prefix.length), now)
}
