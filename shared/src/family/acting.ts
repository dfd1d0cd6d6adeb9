import type { ApplicationView } from '../claim/contract.ts'
import type { ProcessView } from '../process/contract.ts'
import { scopes } from './mandate.ts'
import type { Scope } from './mandate.ts'

/** What a guardian may do for a ward: all that a ward could do alone. */
export const guardianScopes: readonly Scope[] = scopes

/** Where it stands, without why it was decided so. */
const withoutReason = (process: ProcessView | null): ProcessView | null =>
  process && { ...process, decision: process.decision && { ...process.decision, basis: '', reason: '' } }

/**
 * What somebody who acts for another is shown of an application: with `see-progress` where it stands and by
 * which day; the words, the reasons and what happened only with `see-words`; which papers are missing only
 * where they may be sent. What the scope does not hold is not there.
 */
export function shownTo(held: readonly Scope[], view: ApplicationView): ApplicationView {
  const words = held.includes('see-words')
  const papers = held.includes('send-papers')
  if (!papers && !held.includes('see-progress')) return { ...view, words: '', claims: [], timeline: [] }
  return {
    ...view,
    words: words ? view.words : '',
    claims: view.claims.map(({ decided, ...claim }) => ({
      ...claim,
      ...(words && decided !== undefined ? { decided } : {}),
      reason: words ? claim.reason : null,
      process: words ? claim.process : withoutReason(claim.process),
      papers: papers ? claim.papers : [],
    })),
    timeline: view.timeline.map(({ reason, ...entry }) =>
      words && reason !== undefined ? { ...entry, reason } : entry,
    ),
  }
}
