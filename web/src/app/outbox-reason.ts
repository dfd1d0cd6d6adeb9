import type { OutboxProblem } from './outbox-order.ts'
import { findText, t } from './text.ts'

/** The sentence for every named field that has one, in the catalogue `problem`. */
export const fieldReasons = ({ errors }: Pick<OutboxProblem, 'errors'>): { field: string; text: string }[] =>
  errors.flatMap(({ field, code }) => {
    const text = findText(`problem.field.${code}`)
    return text === undefined ? [] : [{ field, text }]
  })

/** Why it cannot be sent: the first field that is named, else the whole. `behalf`: written in another's place. */
export function reasonOf(problem: OutboxProblem | undefined, behalf: boolean): string {
  if (behalf && problem?.code === 'not-found') return t('outbox.reason.behalf')
  return (problem && fieldReasons(problem)[0]?.text) ?? problem?.title ?? t('common.problem.malformed')
}
