import { businessDate } from '@yima/shared/calendar/deadline'
import { dayText } from '../app/formats.ts'
import { findText, t } from '../app/text.ts'
import type { ThreadStep } from '../ui/YThread.vue'
import type { Step } from './thread.ts'

/** A business date, or the day in China of an instant. */
const day = (when: string): string =>
  dayText(when.length > 10 ? businessDate(new Date(when)) : when, { weekday: false })

function second({ at, by, office, reason, acting }: Step): string | undefined {
  if (by !== undefined) {
    return t(by.provisional ? 'claim.thread.expected' : 'claim.thread.by', { date: day(by.date) })
  }
  if (at === undefined) return undefined
  const date = day(at)
  const where = office === undefined ? date : t('claim.thread.when', { date, office })
  const when = acting ? t('claim.thread.acted', { when: where, by: acting.by, name: acting.forName }) : where
  return reason === undefined ? when : t('claim.thread.because', { when, reason })
}

/** A step in words of the chosen language. */
export function stepText(step: Step, index: number): ThreadStep {
  const text = second(step)
  return {
    shape: step.shape,
    key: `${index}`,
    title: findText(`claim.thread.${step.key}`, step.params) ?? step.key,
    ...(text === undefined ? {} : { text }),
  }
}
