import { addDays, daysBetween } from '@yima/shared/calendar/working-days'
import type { NoticeLine } from '@yima/shared/notice/contract'
import { dayOf } from '../app/formats.ts'

/** When something was read: the business date of the office, and the moment by the clock of this phone. */
export type ReadOn = { on: string; at: string }

/**
 * Which day it is for what was read then. The office's own date goes on with the clock of this phone; of what was `kept`
 * the later of the two holds, because with a clock that was wrong a line may go too early, and never stay too long.
 */
export function dayNow({ on, at }: ReadOn, now: string, kept: boolean): string {
  const today = dayOf(now)
  const gone = addDays(on, Math.max(0, daysBetween(dayOf(at), today)))
  return kept && today > gone ? today : gone
}

/** No phone shows a line after its last day, with a network or without. */
export const isShown = ({ until }: Pick<NoticeLine, 'until'>, day: string): boolean => until === null || day <= until
