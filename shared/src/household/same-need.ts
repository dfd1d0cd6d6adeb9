import { daysBetween } from '../calendar/working-days.ts'
import type { ProgrammeId } from '../policy/programme-ids.ts'

/** What somebody asked for on a day. */
export type Asking = { submittedOn: string; programmes: readonly ProgrammeId[] }

/** Within so many days two requests of one person may be the same need, said twice. */
export const sameNeedDays = 30

/** Whether two requests of one person may be one and the same need. An office is shown it; nothing is merged by itself. */
export function mayBeSameNeed(one: Asking, other: Asking): boolean {
  const apart = Math.abs(daysBetween(one.submittedOn, other.submittedOn))
  const shared = one.programmes.some((programme) => other.programmes.includes(programme))
  // Words that nothing was found in may mean anything.
  return apart <= sameNeedDays && (shared || one.programmes.length === 0 || other.programmes.length === 0)
}
