import { findStep } from './record.ts'
import type { Process } from './process.ts'

/** Whether residents meet about it: a school's own group keeps no minutes of ours. */
export const needsMeeting = (process: Process): boolean => findStep(process, 'appraisal')?.by.includes('village') === true

/** What the present meeting said, if one was held. */
export const heldOf = (process: Process) => process.records.find(({ step, meeting }) => step === 'appraisal' && meeting !== undefined)

/** Whether it is to be held: the rules ask for it, somebody called it, or it is held once more. */
export const isCalled = (process: Process): boolean =>
  findStep(process, 'appraisal')?.when === 'always' || process.appraisal?.called !== undefined

/** It is called only where facts are doubtful; what the rules always ask for needs nobody to call it. */
export const mayCall = (process: Process): boolean => needsMeeting(process) && !isCalled(process)

export const isHeldAgain = ({ appraisal }: Process): boolean => appraisal?.again !== undefined

/** Once, whoever asks first. */
export const mayHoldAgain = (process: Process): boolean => heldOf(process) !== undefined && !isHeldAgain(process)
