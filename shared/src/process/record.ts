import type { LaterStep, PlannedStep } from './plan.ts'
import type { Process } from './process.ts'

export const isRecorded = (process: Process, step: LaterStep): boolean =>
  process.records.some((record) => record.step === step)

export const findStep = ({ plan }: Process, step: LaterStep): PlannedStep | undefined =>
  plan.steps.find(({ name }) => name === step)
