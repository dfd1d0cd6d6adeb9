import type { LaterStep, PlannedStep } from './plan.ts'
import type { Process } from './process.ts'
import { pendingAt } from './dispatch.ts'
import { isRecorded } from './record.ts'
import { isUncheckable, waitsForSignatures } from './signing.ts'

/** What stands before a step: all of these that are planned and do not lawfully follow later. */
const before: Record<LaterStep, readonly LaterStep[]> = {
  verification: [],
  visit: [],
  appraisal: ['verification', 'visit'],
  opinion: ['verification', 'visit', 'appraisal'],
  notice: ['verification', 'visit', 'appraisal', 'opinion'],
  review: ['verification', 'visit', 'appraisal', 'opinion'],
  confirmation: ['verification', 'visit', 'appraisal', 'opinion', 'notice', 'review'],
}

/** The step and all that stand on it: what is void when it is done again. */
export const stepsAfter = (step: LaterStep): LaterStep[] =>
  [step, ...(Object.keys(before) as LaterStep[]).filter((later) => before[later].includes(step))]

/**
 * Who is refused is not posted on a board: a notice belongs to a claim that is to be confirmed. What nobody may check
 * holds up no refusal.
 */
const isMoot = (process: Process, step: LaterStep): boolean =>
  (step === 'notice' && process.opinion === 'refuse') || (step === 'verification' && isUncheckable(process))

const isOpen = (process: Process, { name }: PlannedStep): boolean =>
  !isRecorded(process, name) && !isMoot(process, name) && !(name === 'confirmation' && process.decision !== null)

/** Steps that nobody has done yet, in their order. */
export const openSteps = (process: Process): PlannedStep[] => process.plan.steps.filter((step) => isOpen(process, step))

/** What is missing before this step may be done; empty when it may. */
export const missingBefore = (process: Process, step: LaterStep): LaterStep[] =>
  openSteps(process)
    .filter(({ name, when }) => before[step].includes(name) && when !== 'afterwards')
    .map(({ name }) => name)

/** The steps that may be done now, besides those that follow a decision or may come at any time. */
export function nextSteps(process: Process): LaterStep[] {
  if (process.decision !== null)
    return process.decision.outcome === 'confirmed' ? openSteps(process).map(({ name }) => name) : []
  return openSteps(process).map(({ name }) => name).filter((step) => missingBefore(process, step).length === 0)
}

/** The name under which the claim is shown, one of the states of a claim. */
export type Stage =
  'signing' | 'verifying' | 'investigating' | 'appraisal' | 'preliminary' | 'notice' | 'objected' | 'review'
  | 'supplement' | 'transferred' | 'confirmed' | 'refused' | 'backfill'

const stageOfStep: Record<LaterStep, Stage> = {
  verification: 'verifying',
  visit: 'investigating',
  appraisal: 'appraisal',
  opinion: 'preliminary',
  notice: 'notice',
  review: 'review',
  confirmation: 'review',
}

/** Where the claim stands. Help that came first is not over before what follows it is done. */
export function stageOf(process: Process): Stage {
  const { decision, paused } = process
  if (decision?.outcome === 'refused') return 'refused'
  if (decision !== null) return nextSteps(process).length > 0 ? 'backfill' : 'confirmed'
  if (paused?.reason === 'supplement') return 'supplement'
  if (paused?.reason === 'objection') return 'objected'
  if (pendingAt(process) !== undefined) return 'transferred'
  const [first] = openSteps(process).filter(({ when }) => when !== 'afterwards')
  if (first?.name === 'verification' && waitsForSignatures(process)) return 'signing'
  return first === undefined ? 'review' : stageOfStep[first.name]
}

/** Whether anything is left to do. */
export const isRunning = (process: Process): boolean => process.decision === null || nextSteps(process).length > 0
