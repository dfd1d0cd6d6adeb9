import { deadline, type Deadline } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import { getDatedTerm } from '../calendar/terms.ts'

/** What somebody may do against a decision: ask the same office once more, the government above it, the court. */
export const remedyKinds = ['recheck', 'reconsideration', 'suit'] as const
export type RemedyKind = (typeof remedyKinds)[number]
/** `source`: where its days are laid down; the law names none for a second look by the same office. */
export type Remedy = { kind: RemedyKind; last: Deadline; source: string }

/**
 * The remedies against a decision with their last days. Counted from the day of the decision, the earliest on which
 * anybody can know it: whoever learns of it later has longer. Only a refusal is looked at once more by its office.
 */
export function remediesFor(outcome: 'confirmed' | 'refused', on: string, region: string, table: HolidayTable): Remedy[] {
  return remedyKinds
    .filter((kind) => kind !== 'recheck' || outcome === 'refused')
    .map((kind) => {
      const { term, source } = getDatedTerm(kind, region, on)
      return { kind, last: deadline(on, term, table), source }
    })
}
