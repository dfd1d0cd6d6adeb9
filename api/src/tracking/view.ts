import type { TrackingView } from '@yima/shared/claim/contract'
import { nextStep } from './next-step.ts'
import type { Followed } from './receipt.ts'

type Row = Followed['claims'][number]
type Line = TrackingView['claims'][number]

/** Why the clock stands still, as far as the row says: the state tells papers and an objection from the rest. After a decision it is papers. */
function pauseOf({ paused, state }: Row): string | null {
  if (!paused) return null
  return ['supplement', 'backfill', 'confirmed'].includes(state) ? 'supplement' : state === 'objected' ? 'objection' : 'contested'
}

/** What is in hand and may be late: before acceptance silence accepts, after the decision nobody waits. */
const inHand = ({ state }: Row): boolean => state !== 'proposed' && state !== 'backfill'

function lineOf(claim: Row, today: string): Line {
  const { state, dueOn, dueProvisional, raised, urged, paidOn } = claim
  const overdue = inHand(claim) && dueOn !== null && dueOn < today
  return {
    ...{ state, raised, overdue, paused: pauseOf(claim) },
    due: dueOn ? { date: dueOn, provisional: dueProvisional } : null,
    urge: urged ? 'used' : overdue ? 'possible' : 'later',
    ...(paidOn === null ? {} : { paidOn }),
  }
}

/** What a receipt shows on this day: state, office, due dates and next step; no name, word, fact or programme. */
export function trackingOf(row: Followed, today: string): TrackingView {
  const visit = { date: row.visitDue, provisional: row.visitProvisional }
  const claims = row.claims.map((claim) => lineOf(claim, today))
  return {
    receiptNumber: row.receiptNumber,
    kind: row.kind,
    state: row.state,
    submittedAt: new Date(row.submittedAt).toISOString(),
    office: row.office,
    visit,
    claims,
    next: nextStep(row, visit, claims),
  }
}
