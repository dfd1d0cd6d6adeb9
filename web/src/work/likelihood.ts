import type { Likelihood } from '@yima/shared/policy/verdict'
import type { WorkClaim } from '@yima/shared/work/contract'
import type { ShapeName } from '../look/icons.ts'

/** How likely a claim is, as its resident was told; what an officer added stands open until it is looked at. */
export const likelihoodOf = ({ likelihood }: WorkClaim): Likelihood => likelihood ?? 'possible'

export const likelihoodShape: Record<Likelihood, ShapeName> = {
  likely: 'done',
  possible: 'maybe',
  'probably-not': 'less',
}

/** The shape of a claim's state as the office sees it: waiting for us, for them, in hand, settled. */
export function claimShape(state: string): ShapeName {
  switch (state) {
    case 'proposed':
      return 'turn'
    case 'supplement':
    case 'signing':
      return 'pause'
    case 'notAccepted':
    case 'refused':
      return 'no'
    case 'withdrawn':
    case 'ended':
    case 'transferred':
      return 'less'
    case 'confirmed':
    case 'paying':
    case 'active':
      return 'done'
    default:
      return 'now'
  }
}
