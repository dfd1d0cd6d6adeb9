import { sitsFor } from './commands.ts'
import type { PauseReason, Process } from './process.ts'
import { mayAnswer, type Officer } from './seat.ts'
import { waitsForSignatures } from './signing.ts'
import { isRunning, nextSteps } from './stage.ts'
import { eligible, type ProcessContext } from './workflow.ts'
import type { LaterStep } from './plan.ts'

/** Who may go on with a claim, or why nobody does. */
export type Turn =
  | { waits: 'over' }
  /** The applicant's papers, or the signatures of the household. */
  | { waits: 'applicant'; paused: PauseReason | null }
  | { waits: 'notice'; until: string }
  | { waits: 'office'; steps: readonly { step: LaterStep | 'answer' | 'papers'; who: readonly Officer[] }[] }
  /** Everybody up to the county has looked into it or is related: shown to whoever supervises. */
  | { waits: 'nobody'; steps: readonly (LaterStep | 'answer')[] }

/** Papers are awaited for a while; then whoever has the claim may go on without them. */
function turnOfPapers(process: Process, { staff, excluded }: Pick<ProcessContext, 'staff' | 'excluded'>): Turn {
  const who = process.paused?.over === true
    ? staff.filter((officer) => !excluded.includes(officer.id) && sitsFor(process, 'go-on', officer))
    : []
  return who.length > 0 ? { waits: 'office', steps: [{ step: 'papers', who }] } : { waits: 'applicant', paused: 'supplement' }
}

/** Whose turn it is. */
export function turnOf(process: Process, context: Pick<ProcessContext, 'staff' | 'excluded'>): Turn {
  if (!isRunning(process)) return { waits: 'over' }
  const { staff, excluded } = context
  if (process.paused?.reason === 'supplement') return turnOfPapers(process, context)
  if (process.paused !== null) {
    const who = staff.filter((officer) => !excluded.includes(officer.id) && mayAnswer(process, officer))
    return who.length > 0 ? { waits: 'office', steps: [{ step: 'answer', who }] } : { waits: 'nobody', steps: ['answer'] }
  }
  const unsigned = waitsForSignatures(process)
  const next = nextSteps(process).filter((step) => !unsigned || step !== 'verification')
  const hanging = next.includes('notice') ? process.notice : null
  const steps = next.filter((step) => step !== 'notice' || hanging === null).map((step) => ({ step, who: eligible(process, step, context) }))
  const open = steps.filter(({ who }) => who.length > 0)
  if (open.length > 0) return { waits: 'office', steps: open }
  if (unsigned && hanging === null && next.length === 0) return { waits: 'applicant', paused: null }
  // A notice that hangs hides no step beside it for which there is nobody.
  return hanging === null || steps.length > 0
    ? { waits: 'nobody', steps: steps.map(({ step }) => step) }
    : { waits: 'notice', until: hanging.to }
}
