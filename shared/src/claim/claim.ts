import type { PauseSpan, Term } from '../calendar/deadline.ts'
import type { ProgrammeId } from '../policy/programme-ids.ts'
import type { Process, ProcessEvent } from '../process/process.ts'

/**
 * Every state a claim can ever be in, from proposal to the end of aid. The names are those of the
 * glossary; `commands.ts` says which of them can be left, by whom.
 */
export const claimStates = [
  'proposed', 'accepted', 'notAccepted', 'supplement', 'signing', 'verifying', 'investigating',
  'appraisal', 'preliminary', 'notice', 'objected', 'review', 'confirmed', 'refused', 'paying', 'active',
  'adjusted', 'suspended', 'gradualExit', 'ended', 'transferred', 'withdrawn', 'emergencyPaid', 'backfill',
] as const
export type ClaimStateName = (typeof claimStates)[number]

/** States in which nobody has decided yet: the resident may still take the claim back. */
export const undecidedStates: readonly ClaimStateName[] = [
  'proposed', 'accepted', 'supplement', 'signing', 'verifying', 'investigating', 'appraisal',
  'preliminary', 'notice', 'objected', 'review', 'transferred',
]

export type Paper = {
  id: string
  /** Catalogue key of `policy`, or `other` with its own words. */
  paper: string
  words?: string
  /** Business date on which it came. */
  sentOn: string | null
}
export type AskedPaper = Omit<Paper, 'sentOn'>

export type ClaimOrigin = 'calculator' | 'resident' | 'officer'

/** One programme of one application. Plain data: stored whole, changed by events alone. */
export type ClaimState = {
  programme: ProgrammeId
  origin: ClaimOrigin
  state: ClaimStateName
  /** The officer who received it first: the named responsible person. */
  handler: string | null
  /** Until acceptance: what the due date is counted from; the date itself is `claimDue`. */
  clock: { from: string; term: Term; pauses: readonly PauseSpan[] } | null
  /** Why and since when the clock stands still, and where the claim goes on afterwards. */
  paused: { reason: 'supplement'; since: string; then: 'proposed' | 'accepted' } | null
  papers: readonly Paper[]
  papersAsked: boolean
  /** How often they were asked for once more: each time bears its reason, and counts. */
  furtherRequests?: number
  /** Its way from acceptance on, with its own clock; `state` is then the name of where it stands. */
  process: Process | null
  /** Why it was added, dropped or withdrawn, in the words of who did it. */
  reason: string | null
  /** How often something happened to it that whoever acts on it should have seen. */
  version?: number
}

/** What happened. `on` is a business date. */
export type ClaimEvent =
  | { type: 'claim-opened'; programme: ProgrammeId; origin: ClaimOrigin; on: string; term: Term }
  | {
    type: 'claim-added'; programme: ProgrammeId; origin: ClaimOrigin; on: string; term: Term
    reason: string
  }
  | { type: 'claim-accepted'; on: string; term: Term; handler: string | null }
  | { type: 'claim-accepted-by-silence'; on: string; term: Term; handler: string | null }
  | {
    type: 'papers-asked' | 'papers-asked-again'
    on: string
    papers: readonly AskedPaper[]
    handler: string | null
    note?: string
  }
  | { type: 'papers-sent'; on: string; papers: readonly string[]; complete: boolean }
  | { type: 'claim-dropped'; on: string; reason: string }
  | { type: 'claim-withdrawn'; on: string; reason: string | null }
  | ProcessEvent
