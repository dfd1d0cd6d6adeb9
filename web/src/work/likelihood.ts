import type { Likelihood } from '@yima/shared/policy/verdict'
import type { WorkClaim } from '@yima/shared/work/contract'
import type { ShapeName } from '../look/icons.ts'

/**
 * How likely a claim is on what was stated, as its resident was told. A "no" among claims the calculator
 * itself proposed rests on something assumed that may turn: it is possible, not unlikely.
 */
export function likelihoodOf({ verdicts, origin }: WorkClaim): Likelihood {
  if (verdicts.some(({ verdict }) => verdict === 'eligible')) return 'likely'
  if (verdicts.some(({ verdict }) => verdict === 'unknown') || verdicts.length === 0) return 'possible'
  return origin === 'calculator' ? 'possible' : 'probably-not'
}

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
