import { deadline, type Deadline } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import { getTerm } from '../calendar/terms.ts'

/** What somebody may do against a decision: ask the same office once more, the government above it, the court. */
export const remedyKinds = ['recheck', 'reconsideration', 'suit'] as const
export type RemedyKind = (typeof remedyKinds)[number]
export type Remedy = { kind: RemedyKind; last: Deadline }

/**
 * The remedies against a decision with their last days. Counted from the day of the decision, the earliest on which
 * anybody can know it: whoever learns of it later has longer. Only a refusal is looked at once more by its office.
 */
export function remediesFor(outcome: 'confirmed' | 'refused', on: string, region: string, table: HolidayTable): Remedy[] {
  return remedyKinds
    .filter((kind) => kind !== 'recheck' || outcome === 'refused')
    .map((kind) => ({ kind, last: deadline(on, getTerm(kind, region, on), table) }))
}
