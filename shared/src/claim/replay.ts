import type { ClaimEvent, ClaimState } from './claim.ts'
import { evolve } from './evolve.ts'

/** Everything that changes a claim; whatever else the trail says of one stands beside it, in records of their own. */
const changing: Record<ClaimEvent['type'], true> = {
  'appraisal-called': true, 'board-filed': true, 'claim-accepted': true, 'claim-accepted-by-silence': true,
  'claim-added': true, 'claim-confirmed': true, 'claim-dispatched': true, 'claim-dropped': true,
  'claim-given-back': true, 'claim-handed-over': true, 'claim-opened': true, 'claim-rechecked': true,
  'claim-refused': true, 'claim-sent-back': true, 'claim-taken-over': true, 'claim-transferred': true,
  'claim-urged': true, 'claim-withdrawn': true, 'clock-paused': true, 'clock-resumed': true, 'clock-warned': true,
  'facts-settled': true, 'joint-asked': true, 'joint-view-given': true, 'joint-waived': true, 'notice-ended': true, 'notice-judged': true,
  'notice-kept': true, 'notice-posted': true, 'notice-restarted': true, 'notice-withheld': true,
  'objection-examined': true, 'objection-overdue': true, 'opinion-given': true, 'paid-back': true,
  'paid-first': true, 'papers-asked': true, 'papers-asked-again': true, 'papers-overdue': true,
  'papers-reminded': true, 'papers-sent': true, 'papers-waived': true, 'process-began': true,
  'reappraisal-asked': true, 'report-renewed': true, 'signing-changed': true, 'step-raised': true, 'step-recorded': true,
  'time-extended': true, 'verification-fenced': true,
}

/** Whether an event of the trail changes a claim. */
export const changesClaim = (type: string): boolean => Object.hasOwn(changing, type)

/** A claim after one more event as the trail keeps it: without whose it is, who signed in whose place, and the salt. */
export function retell(
  before: ClaimState | undefined,
  type: string,
  { claimId: _id, salt: _salt, deputyFor: _deputy, acting: _acting, ...event }: Record<string, unknown>,
): ClaimState {
  return evolve(before, { ...event, type } as ClaimEvent)
}

/** A claim as two sources must agree on it. How often something happened is left out, because older rows did not count. */
const comparable = ({ version: _version, ...claim }: ClaimState): string => JSON.stringify(sorted(claim))

/** With the names of every record in order: two that say the same are written the same. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, of]) => [name, sorted(of)]))
}

/** Whether a claim is what its events tell. */
export const agrees = (told: ClaimState, kept: ClaimState): boolean => comparable(told) === comparable(kept)
