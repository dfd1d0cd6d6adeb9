import type { Level } from '../policy/steps.ts'
import { isTown, pendingAt } from './dispatch.ts'
import { awaited } from './joint.ts'
import type { Process } from './process.ts'
import { levelsFor } from './seat.ts'
import { waitsForSignatures } from './signing.ts'
import { isRunning, nextSteps } from './stage.ts'

/** What somebody may do now: a step, the answer to an objection or to a contested finding, or to go on without papers. */
export type Wait = 'answer' | 'papers' | ReturnType<typeof nextSteps>[number]

/** Of the steps that may be done, those that wait for somebody: a notice that hangs waits for its day alone. */
function openNow(process: Process): Wait[] {
  if (!isRunning(process)) return []
  if (process.paused?.over === true) return ['papers']
  if (process.paused !== null) return process.paused.reason === 'supplement' ? [] : ['answer']
  return nextSteps(process).filter((step) =>
    (step !== 'notice' || process.notice === null) && !(step === 'verification' && waitsForSignatures(process)))
}

function levelsOf(process: Process, wait: Wait): Level[] {
  if (wait === 'answer') return [...new Set<Level>([...levelsFor(process, 'opinion'), 'county'])]
  return levelsFor(process, wait === 'papers' ? 'opinion' : wait)
}

/** What was sent to a desk and not taken over waits there first; a view that is asked for waits beside the steps. */
function ofDesks(process: Process): string[] {
  if (!isRunning(process) || process.paused !== null) return []
  const sent = pendingAt(process)
  const views = awaited(process).map((desk) => `${desk === 'civil' ? 'county' : desk}:view`)
  // The county alone may decide without them.
  const held = views.length > 0 && nextSteps(process).includes('confirmation') ? ['county:view'] : []
  return [...(sent === undefined ? [] : [`${sent}:take-over`]), ...new Set([...views, ...held])]
}

/**
 * What waits at which level, as `<level>:<step>`: by this each desk finds its own. An answer is given where the opinion
 * is, or by the county. Of another township than the one it came to, and of an office that was asked, the desk is named.
 */
export function waitsOf(process: Process): string[] {
  const { sent } = process
  const nameOf = (level: Level): string => (level === 'township' && isTown(sent?.to ?? null) ? String(sent?.to) : level)
  return [
    ...ofDesks(process),
    ...openNow(process).flatMap((wait) => levelsOf(process, wait).map((level) => `${nameOf(level)}:${wait}`)),
  ]
}
