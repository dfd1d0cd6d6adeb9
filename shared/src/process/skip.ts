import { roleOf } from '../access/actor.ts'
import type { Actor } from '../access/actor.ts'
import { isCalled } from './appraisal.ts'
import type { LaterStep } from './plan.ts'
import type { Process } from './process.ts'
import { findStep } from './record.ts'

/** Only what the rules leave to need or doubt can be left out; a check of means by an exemption from above. */
export function maySkip(process: Process, step: LaterStep, actor: Actor): boolean {
  const when = findStep(process, step)?.when
  if (step === 'appraisal' && isCalled(process)) return false
  if (when === 'if-needed') return true
  if (when === 'if-doubtful') return !process.records.some(({ found }) => found === 'doubtful')
  if (when === 'afterwards' && step === 'visit') return true
  return step === 'verification' && (roleOf(actor) === 'leader' || roleOf(actor) === 'county-officer')
}
