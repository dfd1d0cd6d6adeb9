import type { Term } from '../calendar/deadline.ts'
import { daysBetween } from '../calendar/working-days.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import type { CountedDays } from '../notice/counted.ts'
import { countedOn, lastDay, mayCount, type HangingDays } from '../notice/days.ts'
import type { ProcessCommand } from './commands.ts'
import type { Notice, Process, ProcessEvent } from './process.ts'
import { findStep } from './record.ts'

type Today = { today: string; table: HolidayTable }
type Judging = Extract<ProcessCommand, { type: 'judge-notice' }>

/** How many days a notice that is posted today has to hang, and the last of them if every day counts. */
export function daysToHang(process: Process, { today: from, table }: Today): { term: Term; to: string } {
  const term = findStep(process, 'notice')?.term ?? { n: 0, unit: 'day' as const }
  return { term, to: lastDay({ from, term }, table) }
}

/** The days of a notice under which they are counted; undefined for one from before that. */
export const daysOf = ({ from, term, missed }: Notice): HangingDays | undefined =>
  term === undefined ? undefined : { from, term, ...(missed === undefined ? {} : { missed }) }

/** Whether it has hung its days: each of them was judged, and as many counted as have to. */
export const hasHung = (notice: Notice | null, today: string): boolean =>
  notice !== null && today > notice.to && (notice.term === undefined || (notice.judgedTo ?? '') >= notice.to)

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((day) => other.includes(day))

/**
 * Whether this says something new of days that are over: another day did not count, one did after all, or it has come to
 * its end. What is judged once stays judged.
 */
export function isNewJudgement(notice: Notice | null, { upTo, missed }: Judging, today: string, table: HolidayTable): boolean {
  const days = notice === null ? undefined : daysOf(notice)
  if (notice === null || days === undefined || upTo >= today || upTo < (notice.judgedTo ?? notice.from)) return false
  if (!missed.every((day) => day <= upTo && mayCount(days, day, table)) || new Set(missed).size < missed.length) return false
  const to = lastDay({ ...days, missed }, table)
  return !isSame(missed, notice.missed ?? []) || (upTo >= to && (notice.judgedTo ?? '') < to)
}

/** What follows for the end of it. */
export function judgement(notice: Notice | null, { upTo, missed }: Judging, { today: on, table }: Today): ProcessEvent[] {
  const days = notice === null ? undefined : daysOf(notice)
  if (days === undefined) return []
  const ordered = [...missed].sort()
  return [{ type: 'notice-judged', on, judgedTo: upTo, missed: ordered, to: lastDay({ ...days, missed: ordered }, table) }]
}

/** The days of the present notice as both sides read them. */
export function noticeView({ notice }: Process, today: string, table: HolidayTable): CountedDays | null {
  if (notice === null) return null
  const { from, to } = notice
  const days = daysOf(notice) ?? { from, term: { n: daysBetween(from, to), unit: 'day' as const } }
  return countedOn({ ...days, to }, today, table)
}
