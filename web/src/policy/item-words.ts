import type { Programme } from '@yima/shared/policy/programme'
import type { Level, Step } from '@yima/shared/policy/steps'
import { findText, t } from '../app/text.ts'
import { spanText } from './programme-words.ts'

// Everything here needs the catalogues `items`, `policies` and `policy`.

/** What one level does with a matter, in a line: `收下申请、评议、公示（7 天）`. */
export const tasksText = (steps: readonly Step[]): string => steps.map(taskText).join(t('policies.and'))

/** A level by its name; of the county's departments, those of this programme. */
function placeText(level: Level, { departments }: Pick<Programme, 'departments'>): string {
  const own = departments.filter((one) => one !== 'civil-affairs').map((one) => findText(`policy.department.${one}`) ?? one)
  return level === 'department' && own.length > 0 ? own.join(t('policies.and')) : t(`items.level.${level}`)
}

/** Who does a step, over all levels: `公示（7 天）：村、社区，乡镇、街道`. */
export const whoText = (step: Step, programme: Pick<Programme, 'departments'>): string =>
  t('items.who.line', { step: taskText(step), places: step.by.map((level) => placeText(level, programme)).join(t('items.who.join')) })

const taskText = ({ name, days }: Step): string => {
  const step = t(`items.step.${name}`)
  return days === undefined ? step : t('items.step.days', { step, days: spanText(days) })
}
