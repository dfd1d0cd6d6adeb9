import { daysBetween } from '../calendar/working-days.ts'
import type { ClaimStateName } from '../claim/claim.ts'
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

/** A request as far as it matters whether another one of the same person takes it up. */
export type Merging = Asking & {
  kind: 'application' | 'outreach'
  state: string
  claims: readonly ClaimStateName[]
}

const isOpen = ({ kind, state }: Merging): boolean =>
  kind === 'application' && (state === 'submitted' || state === 'open')

/** What nobody has taken in hand yet, or what is over without trace. */
const untouched: readonly ClaimStateName[] = ['proposed', 'notAccepted', 'withdrawn']

/**
 * Why a request does not go on in another one of the same person; undefined where it may. What was taken in hand goes
 * its own way to the end: its clock and its decision are owed.
 */
export function whyNotMerge(
  from: Merging,
  into: Merging,
): 'not-allowed-now' | 'claims-running' | 'not-same-need' | undefined {
  if (!isOpen(from) || !isOpen(into)) return 'not-allowed-now'
  if (from.claims.some((state) => !untouched.includes(state))) return 'claims-running'
  return mayBeSameNeed(from, into) ? undefined : 'not-same-need'
}
