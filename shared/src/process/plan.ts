import type { Term } from '../calendar/deadline.ts'
import type { Programme } from '../policy/programme.ts'
import { stepsOf, type Level, type Step, type StepName } from '../policy/steps.ts'

/** What is done after acceptance. */
export type LaterStep = Exclude<StepName, 'acceptance'>

/** One step of a claim's own way, written down when the claim is accepted: a later rule changes nothing of it. */
export type PlannedStep = { name: LaterStep; by: readonly Level[]; when: Step['when']; term: Term | null }

export type Plan = {
  steps: readonly PlannedStep[]
  /** The whole road, and how long it may become once, with a reason. */
  whole: Term
  extended: Term | null
  /** Whether verification is a check of the household's means, made under the authorisation of its adults. */
  means?: boolean
}

/**
 * The way of a claim under its programme, from acceptance to the decision, with the days of the whole road. A
 * minor is never posted where the rules say so.
 */
export function planOf(programme: Programme, whole: Term, minor = false): Plan {
  const { notice } = programme.process
  const unposted = minor && notice.kind !== 'none' && notice.never === 'minors'
  const steps = stepsOf(programme).flatMap(({ name, by, when, days }): PlannedStep[] =>
    name === 'acceptance' || (name === 'notice' && unposted)
      ? []
      : [{ name, by, when, term: days ? { n: days.n, unit: days.unit } : null }])
  const longest = programme.deadlines.find(({ step }) => step === 'whole-process-extended')
  return {
    steps,
    whole,
    extended: longest ? { n: longest.n, unit: longest.unit } : null,
    means: programme.process.verification === 'family',
  }
}
