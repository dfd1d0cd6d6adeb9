import type { Step } from '@yima/shared/policy/steps'
import { t } from '../app/text.ts'
import { spanText } from './programme-words.ts'

// Everything here needs the catalogues `items`, `policies` and `policy`.

/** What one level does with a matter, in a line: `收下申请、评议、公示（7 天）`. */
export const tasksText = (steps: readonly Step[]): string => steps.map(taskText).join(t('policies.and'))

const taskText = ({ name, days }: Step): string => {
  const step = t(`items.step.${name}`)
  return days === undefined ? step : t('items.step.days', { step, days: spanText(days) })
}
