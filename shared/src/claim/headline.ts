import type { ClaimStateName } from './claim.ts'

/** Whose turn it is, as the resident sees it. */
export type Turn = 'yours' | 'ours' | 'settled' | 'withdrawn'

/** Whose turn a claim in this state is. */
export function turnOf(state: ClaimStateName): Turn {
  switch (state) {
    case 'supplement':
    case 'signing':
      return 'yours'
    case 'proposed':
    case 'accepted':
    case 'verifying':
    case 'investigating':
    case 'appraisal':
    case 'preliminary':
    case 'notice':
    case 'objected':
    case 'review':
    case 'paying':
    case 'transferred':
    case 'emergencyPaid':
    case 'backfill':
      return 'ours'
    case 'notAccepted':
    case 'confirmed':
    case 'refused':
    case 'active':
    case 'adjusted':
    case 'suspended':
    case 'gradualExit':
    case 'ended':
      return 'settled'
    case 'withdrawn':
      return 'withdrawn'
    default:
      return state satisfies never
  }
}

/** A sentence of the catalogue `claim` and what to fill in. */
export type Headline = {
  key: string
  params: { total: number; yours: number; ours: number; settled: number }
}

/**
 * The application in one sentence ("3 项：1 项等您，2 项在办"): one key per combination that occurs,
 * because sentences put together from pieces cannot be translated. What was withdrawn is not counted.
 */
export function headline(states: readonly ClaimStateName[]): Headline {
  const turns = states.map(turnOf)
  const count = (turn: Turn): number => turns.filter((one) => one === turn).length
  const total = states.length - count('withdrawn')
  const params = { total, yours: count('yours'), ours: count('ours'), settled: count('settled') }
  const parts = (['yours', 'ours', 'settled'] as const).filter((turn) => params[turn] > 0)
  if (parts.length > 0) return { key: `claim.headline.${parts.join('-')}`, params }
  return { key: states.length > 0 ? 'claim.headline.withdrawn' : 'claim.headline.none', params }
}
