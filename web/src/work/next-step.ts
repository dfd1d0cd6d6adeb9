import type { WorkApplication, WorkClaim } from '@yima/shared/work/contract'

type Due = { date: string; provisional: boolean }
export type Step = {
  kind: 'outreach' | 'triage' | 'papers' | 'visit' | 'over'
  due: Due | null
  count: number
}

const isOpen = ({ state }: WorkClaim): boolean => state !== 'notAccepted' && state !== 'withdrawn'

const earliest = (dues: readonly (Due | null)[]): Due | null =>
  dues.reduce((soonest, due) => (due && (!soonest || due.date < soonest.date) ? due : soonest), null)

/** The claims nobody has answered yet and that this officer may accept. */
export const acceptable = ({ claims }: WorkApplication): WorkClaim[] =>
  claims.filter(({ allowed }) => allowed.includes('accept'))

const turns = ['proposed', 'supplement', 'accepted'] as const
const turnOf = ({ state }: WorkClaim): number => {
  const at = turns.findIndex((turn) => turn === state)
  if (at >= 0) return at
  return state === 'notAccepted' || state === 'withdrawn' ? turns.length + 1 : turns.length
}

/** The claims in the order in which an officer needs them: to be answered, waiting, in hand, settled. */
export const byTurn = (claims: readonly WorkClaim[]): WorkClaim[] =>
  [...claims].sort((one, other) => turnOf(one) - turnOf(other))

/** The one thing to do next with a request, and its day; as the list says it. */
export function nextStep({ kind, state, visit, claims }: WorkApplication): Step {
  if (state !== 'submitted' && state !== 'open') return { kind: 'over', due: null, count: 0 }
  if (kind === 'outreach') return { kind: 'outreach', due: visit, count: 0 }
  const open = claims.filter(isOpen)
  const proposed = open.filter((claim) => claim.state === 'proposed')
  if (proposed.length > 0) {
    return {
      kind: 'triage',
      due: earliest([visit, ...proposed.map(({ due }) => due)]),
      count: proposed.length,
    }
  }
  if (open.length > 0 && open.every(({ paused }) => paused !== null))
    return { kind: 'papers', due: null, count: open.length }
  if (open.length === 0 && claims.length > 0) return { kind: 'over', due: null, count: 0 }
  return { kind: 'visit', due: visit, count: open.length }
}
