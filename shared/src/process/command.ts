import type { Desk, Finding, Meeting, Opinion } from './process.ts'
import type { Signing } from './signing.ts'

/** Steps whose record is what somebody found. */
export const foundSteps = ['verification', 'visit', 'appraisal', 'review'] as const
export type FoundStep = (typeof foundSteps)[number]

/** What may be done anew because of an objection or of a contested finding. */
export const againSteps = ['verification', 'visit', 'notice'] as const
export type AgainStep = (typeof againSteps)[number]

type Said = { basis: string; reason: string }

/** What can be asked of an accepted claim. */
export type ProcessCommand =
  | (Said & { type: 'record'; step: FoundStep; found: Finding; companions: readonly string[]; report?: string | null; meeting?: Meeting })
  /** The check was made anew because its report grew too old: what this one comes to. */
  | (Said & { type: 'renew'; found: Finding; report: string })
  | (Said & { type: 'call-appraisal' })
  /** Once, at the township, with another panel. */
  | (Said & { type: 'ask-reappraisal'; by: 'family' | 'office' })
  | (Said & { type: 'skip'; step: FoundStep })
  | (Said & { type: 'propose'; opinion: Opinion })
  | (Said & { type: 'post-notice' })
  /** Of the days up to this one these did not count. */
  | { type: 'judge-notice'; upTo: string; missed: readonly string[] }
  /** Follows from a photo of the board, filed by these officers. */
  | { type: 'file-board'; by: readonly string[]; notice: string; photo: string; day: string }
  | { type: 'end-notice' }
  /** Both follow from what an office says of a whole request: that nothing of it is posted, or is again. */
  | (Said & { type: 'withhold-notice'; by: readonly string[] })
  | (Said & { type: 'restart-notice'; by: readonly string[]; since: string })
  /** Follows from facts that these officers wrote down or chose between. */
  | { type: 'settle-facts'; by: readonly string[] }
  | (Said & { type: 'ask-papers' })
  | { type: 'papers-in' }
  | (Said & { type: 'contest' })
  /** Follows from the admission of an objection (`objection/`). */
  | (Said & { type: 'object' })
  /** What came of it. */
  | (Said & { type: 'examined'; again: AgainStep | null })
  | { type: 'end-objection' }
  /** What would be shown is what a notice showed before it was looked into anew: that one stands. */
  | { type: 'keep-notice' }
  | (Said & { type: 'answer'; again: AgainStep | null })
  | (Said & { type: 'send-back'; to: FoundStep | 'opinion' })
  | (Said & { type: 'confirm' })
  | (Said & { type: 'refuse' })
  | (Said & { type: 'hand-over'; to: string })
  | (Said & { type: 'extend' })
  | (Said & { type: 'transfer'; to: Desk })
  | (Said & { type: 'take-over' })
  | (Said & { type: 'give-back' })
  | (Said & { type: 'ask-views'; of: readonly Desk[] })
  | (Said & { type: 'give-view'; agrees: boolean })
  | (Said & { type: 'waive-views' })
  /** Without the papers that were asked for. */
  | (Said & { type: 'go-on' })
  | { type: 'signing'; to: Signing }
  | (Said & { type: 'fence' })
  /** Both follow from what happens to the reserve fund (`reserve/`). */
  | { type: 'pay-first'; fen: number; town: Desk }
  | { type: 'pay-back' }
  | { type: 'recheck'; reason: string }
  | { type: 'urge' }
  | { type: 'warn' }
  | { type: 'raise-overdue' }
  | { type: 'raise-untaken' }
  | { type: 'remind' }
  | { type: 'end-waiting' }
