import { findStep, isRecorded } from './record.ts'
import type { Process } from './process.ts'

/**
 * How the household's authorisations stand to a check of its means, which nobody may make without them (核对授权).
 * `open`: not all adults have signed; `refused`, `withdrawn`: one of them will not, or no longer.
 */
export const signings = ['not-needed', 'open', 'complete', 'refused', 'withdrawn'] as const
export type Signing = (typeof signings)[number]

/** Claims accepted before adults signed one by one say nothing of it: their check rests on what came with the request. */
export const signingOf = ({ signing = 'not-needed' }: Process): Signing => signing

/** Whether the check of means waits for signatures; an exemption from it waits for none. */
export const waitsForSignatures = (process: Process): boolean =>
  signingOf(process) === 'open' && process.plan.means === true && !isRecorded(process, 'verification')

/** Whether there can be no check of means: then the claim can be refused, and never confirmed, without it. */
export const isUncheckable = (process: Process): boolean =>
  ['refused', 'withdrawn'].includes(signingOf(process))
  && findStep(process, 'verification') !== undefined
  && !isRecorded(process, 'verification')
