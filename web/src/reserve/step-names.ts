import type { ProcessView } from '@yima/shared/process/contract'
import { t } from '../app/text.ts'

/** Steps of an office that are still to be done, by what people call them. */
export const stepNames = (process: Pick<ProcessView, 'steps'> | undefined): string[] =>
  (process?.steps ?? [])
    .filter(({ state }) => ['now', 'running', 'waits', 'afterwards'].includes(state))
    .map(({ step }) => t(`reserve.step.${step}`))
