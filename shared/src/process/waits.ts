import { isOpenFor } from './commands.ts'
import type { Process } from './process.ts'
import { levelsFor } from './seat.ts'
import { waitsForSignatures } from './signing.ts'
import { isRunning, nextSteps } from './stage.ts'

/** What somebody may do now: a step, or the answer to an objection or to a contested finding. */
export type Wait = 'answer' | ReturnType<typeof nextSteps>[number]

/** Of the steps that may be done, those that wait for somebody: a notice that hangs waits for its day alone. */
function openNow(process: Process): Wait[] {
  if (!isRunning(process)) return []
  if (process.paused !== null) return isOpenFor(process, 'answer') ? ['answer'] : []
  return nextSteps(process).filter((step) =>
    (step !== 'notice' || process.notice === null) && !(step === 'verification' && waitsForSignatures(process)))
}

/**
 * What waits at which level, as `<level>:<step>`: by this each desk finds its own. An answer is given where the opinion
 * is, or by the county.
 */
export const waitsOf = (process: Process): string[] =>
  openNow(process).flatMap((step) =>
    [...new Set(step === 'answer' ? [...levelsFor(process, 'opinion'), 'county'] : levelsFor(process, step))]
      .map((level) => `${level}:${step}`))
