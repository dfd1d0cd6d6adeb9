import type { HolidayTable } from './holidays.ts'
import { addDays, daysBetween, isKnownYear, isWorkday, nextWorkday, workdaysBetween } from './working-days.ts'

/** A span as laws write it. */
export type Term = { n: number; unit: 'workday' | 'day' | 'hour' | 'month' }

/** Days after `from` up to and including `to` on which the clock stood still. */
export type PauseSpan = { from: string; to: string }

export type Deadline = {
  /** The last day, `YYYY-MM-DD` in Asia/Shanghai. */
  date: string
  /** A year without a holiday notice was counted: shown as 预计 and counted again when it comes. */
  provisional: boolean
}

// China has had one time without summer time since 1991.
const shanghaiOffset = 8 * 3_600_000

/** The business date of an instant, in Asia/Shanghai. */
export const businessDate = (instant: Date): string =>
  new Date(instant.getTime() + shanghaiOffset).toISOString().slice(0, 10)

/** The same day of a later month, or its last day where that month is shorter (31 January → 28 February). */
function addMonths(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10)
}

/** The term as a number of counted days: workdays, or calendar days. */
function countedDays(from: string, { n, unit }: Term): number {
  switch (unit) {
    case 'workday':
    case 'day':
      return n
    case 'hour':
      return Math.ceil(n / 24)
    case 'month':
      return daysBetween(from, addMonths(from, n))
    default:
      return unit satisfies never
  }
}

const isPaused = (day: string, pauses: readonly PauseSpan[]): boolean =>
  pauses.some((pause) => pause.from < day && day <= pause.to)

function walk(from: string, term: Term, table: HolidayTable, pauses: readonly PauseSpan[]): string {
  let day = from
  for (let left = countedDays(from, term); left > 0;) {
    day = addDays(day, 1)
    const counts = !isPaused(day, pauses) && (term.unit !== 'workday' || isWorkday(day, table))
    if (counts) left -= 1
  }
  return day
}

/** Whether the count rests on a year whose notice has not come; plain days look at their end only. */
function isProvisional(
  from: string, reached: string, date: string, term: Term, table: HolidayTable,
): boolean {
  if (term.unit === 'hour') return false
  const start = term.unit === 'workday' ? addDays(from, 1) : reached
  for (let year = Number(start.slice(0, 4)); year <= Number(date.slice(0, 4)); year += 1) {
    if (!isKnownYear(String(year), table)) return true
  }
  return false
}

/**
 * The last day of a term: counted from the day after `from`, without the days on which the clock
 * stood still; an end on a day off moves to the next workday (民法典 art. 201, 203). Hours run
 * through days off: who has no food cannot wait for Monday.
 */
export function deadline(
  from: string, term: Term, table: HolidayTable, pauses: readonly PauseSpan[] = [],
): Deadline {
  return pauses.length === 0 ? countedOnce(from, term, table) : count(from, term, table, pauses)
}

function count(from: string, term: Term, table: HolidayTable, pauses: readonly PauseSpan[]): Deadline {
  const reached = walk(from, term, table, pauses)
  const date = term.unit === 'hour' ? reached : nextWorkday(reached, table)
  return { date, provisional: isProvisional(from, reached, date, term, table) }
}

/** More than the terms of all programmes on the days of a year's open requests. */
const mostCounted = 5000
const counted = new WeakMap<HolidayTable, Map<string, Deadline>>()

/** Without pauses a term ends for everybody on the same day: it is walked once, not for every claim. */
function countedOnce(from: string, term: Term, table: HolidayTable): Deadline {
  const ends = counted.get(table) ?? new Map<string, Deadline>()
  if (ends.size >= mostCounted) ends.clear()
  counted.set(table, ends)
  const key = `${from} ${term.n} ${term.unit}`
  const end = ends.get(key) ?? count(from, term, table, [])
  ends.set(key, end)
  return { ...end }
}

export type DueState = {
  tone: 'calm' | 'soon' | 'late'
  /** Workdays still to come after today, 0 on the last day and when late. */
  workdaysLeft: number
  /** Workdays past the last day, at least 1 when late (a Saturday is already late), else 0. */
  workdaysLate: number
}

/** How near a due date is: amber on the last two workdays, brick when over. */
export function dueState(due: string, today: string, table: HolidayTable): DueState {
  if (today > due) {
    return { tone: 'late', workdaysLeft: 0, workdaysLate: Math.max(1, workdaysBetween(due, today, table)) }
  }
  const workdaysLeft = workdaysBetween(today, due, table)
  return { tone: workdaysLeft <= 1 ? 'soon' : 'calm', workdaysLeft, workdaysLate: 0 }
}
