import { claimStates, undecidedStates, type ClaimStateName } from '@yima/shared/claim/claim'
import type { ApplicationView, ClaimView } from '@yima/shared/claim/contract'
import type { ShapeName } from '../look/icons.ts'

/**
 * The state as this page knows it. A newer server may name a state that an older page on a phone
 * has never heard of; it is shown as being in hand, never as refused.
 */
export const knownState = (state: string): ClaimStateName =>
  claimStates.find((known) => known === state) ?? 'accepted'

/** The shape beside a claim's state. */
export function shapeOf(state: ClaimStateName): ShapeName {
  switch (state) {
    case 'supplement':
    case 'signing':
      return 'turn'
    case 'proposed':
      return 'maybe'
    case 'accepted':
    case 'verifying':
    case 'investigating':
    case 'appraisal':
    case 'preliminary':
    case 'notice':
    case 'objected':
    case 'review':
    case 'transferred':
    case 'backfill':
    case 'emergencyPaid':
      return 'now'
    case 'confirmed':
    case 'paying':
    case 'active':
    case 'adjusted':
    case 'gradualExit':
    case 'ended':
      return 'done'
    case 'suspended':
      return 'pause'
    case 'notAccepted':
    case 'refused':
      return 'no'
    case 'withdrawn':
      return 'less'
    default:
      return state satisfies never
  }
}

/** Whether papers of its owner are awaited: also those that follow help, after the decision. */
export const asksPapers = ({ state, paused }: Pick<ClaimView, 'state' | 'paused'>): boolean =>
  state === 'supplement' || paused === 'supplement'

/** Whether its owner may still take the application back. */
export const canWithdraw = (application: ApplicationView): boolean =>
  ['submitted', 'open'].includes(application.state)
  && (application.claims.length === 0
    || application.claims.some(({ state }) => undecidedStates.includes(knownState(state))))
