import type { WorkApplication, WorkClaim } from '@yima/shared/work/contract'
import { forwardAct, type DeskAct } from '../process/desk-acts.ts'

type Due = { date: string; provisional: boolean }
/** What is done with an accepted claim, as the list names it. */
type ProcessTask =
  | 'verify'
  | 'visit'
  | 'appraise'
  | 'propose'
  | 'post-notice'
  | 'decide'
  | 'answer'
  | 'review'
  | 'take-over'
  | 'view'
  | 'wait-notice'
  | 'papers'
  | 'elsewhere'

/** Of the whole request, or of one accepted claim. */
export type Step =
  | { kind: 'outreach' | 'triage' | 'papers' | 'visit' | 'over'; due: Due | null; count: number }
  | { kind: ProcessTask; due: Due | null; programme: string }

/** An act that goes on with an accepted claim. */
export type NextAct = { claim: WorkClaim; act: DeskAct }

/** A claim that is decided, and after whose decision nothing follows, is no more open than one that was not accepted. */
const isStillOpen = ({ state, process }: WorkClaim): boolean =>
  state !== 'notAccepted' && state !== 'withdrawn' && process?.waits !== 'over'

const earliest = (dues: readonly (Due | null)[]): Due | null =>
  dues.reduce((soonest, due) => (due && (!soonest || due.date < soonest.date) ? due : soonest), null)

/** The claims nobody has answered yet and that this officer may accept. */
export const acceptable = ({ claims }: WorkApplication): WorkClaim[] =>
  claims.filter(({ state, allowed }) => state === 'proposed' && allowed.includes('accept'))

const turns = ['proposed', 'supplement', 'accepted'] as const
const settled: readonly string[] = ['notAccepted', 'withdrawn', 'confirmed', 'refused']
const turnOf = ({ state }: WorkClaim): number => {
  const at = turns.findIndex((turn) => turn === state)
  if (at >= 0) return at
  return settled.includes(state) ? turns.length + 1 : turns.length
}

/** The claims in the order in which an officer needs them: to be answered, waiting, in hand, settled. */
export const byTurn = (claims: readonly WorkClaim[]): WorkClaim[] =>
  [...claims].sort((one, other) => turnOf(one) - turnOf(other))

/** The name of an act as the list has it. */
export function taskOf({ type, step }: DeskAct): ProcessTask {
  if (type === 'record' || type === 'skip') {
    if (step === 'verification') return 'verify'
    if (step === 'review') return 'review'
    return step === 'visit' ? 'visit' : 'appraise'
  }
  if (type === 'take-over') return type
  if (type === 'give-view') return 'view'
  if (type === 'propose' || type === 'post-notice' || type === 'answer') return type
  return 'decide'
}

/** Open claims that are under way, the one due first before the others. */
const underWay = ({ claims }: WorkApplication): WorkClaim[] =>
  claims
    .filter(({ process }) => process && process.waits !== 'over')
    .sort((one, other) => ((one.due?.date ?? '9999') < (other.due?.date ?? '9999') ? -1 : 1))

/** What this officer can do to bring an accepted claim forward; the claim that is due first comes first. */
export const nextAct = (application: WorkApplication): NextAct | undefined =>
  underWay(application)
    .flatMap((claim) => {
      const act = claim.process && forwardAct(claim.process)
      return act ? [{ claim, act }] : []
    })
    .at(0)

/** What goes on with the accepted claims: the own act first, then what is waited for. */
function processStep(application: WorkApplication): Step | undefined {
  const next = nextAct(application)
  const claim = next?.claim ?? underWay(application).at(0)
  if (!claim?.process) return undefined
  const about = { due: claim.process.clock.due, programme: claim.programme }
  if (next) return { kind: taskOf(next.act), ...about }
  if (claim.process.waits === 'applicant') return { kind: 'papers', ...about, due: null }
  return { kind: claim.process.waits === 'notice' ? 'wait-notice' : 'elsewhere', ...about }
}

/** The one thing to do next with a request, and its day; as the list says it. */
export function nextStep(application: WorkApplication): Step {
  const { kind, state, visit, claims } = application
  if (state !== 'submitted' && state !== 'open') return { kind: 'over', due: null, count: 0 }
  if (kind === 'outreach') return { kind: 'outreach', due: visit, count: 0 }
  const open = claims.filter(isStillOpen)
  const proposed = open.filter((claim) => claim.state === 'proposed')
  if (proposed.length > 0) {
    return {
      kind: 'triage',
      due: earliest([visit, ...proposed.map(({ due }) => due)]),
      count: proposed.length,
    }
  }
  const inHand = processStep(application)
  if (inHand) return inHand
  if (open.length > 0 && open.every(({ paused }) => paused !== null))
    return { kind: 'papers', due: null, count: open.length }
  if (open.length === 0 && claims.length > 0) return { kind: 'over', due: null, count: 0 }
  return { kind: 'visit', due: visit, count: open.length }
}
