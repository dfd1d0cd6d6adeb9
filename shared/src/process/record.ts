import type { LaterStep, PlannedStep } from './plan.ts'
import type { Process, StepRecord } from './process.ts'

export const isRecorded = (process: Process, step: LaterStep): boolean =>
  process.records.some((record) => record.step === step)

/** The report on which its check of means rests; undefined where there is none, or where it was exempt. */
export const reportOf = ({ records }: Pick<Process, 'records'>): string | undefined =>
  records.find(({ step, outcome }) => step === 'verification' && outcome === 'done')?.report ?? undefined

export const findStep = ({ plan }: Process, step: LaterStep): PlannedStep | undefined =>
  plan.steps.find(({ name }) => name === step)

/** On which report, or which meeting, a record rests; only an appraisal rests on a meeting. */
export const restsOn = ({ step, report, meeting }: Pick<StepRecord, 'step' | 'report' | 'meeting'>): Pick<StepRecord, 'report' | 'meeting'> => ({
  ...(report === undefined || report === null ? {} : { report }),
  ...(step !== 'appraisal' || meeting === undefined ? {} : { meeting }),
})
