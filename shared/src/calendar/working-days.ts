import type { HolidayTable } from './holidays.ts'

const dayMilliseconds = 86_400_000

// 全国年节及纪念日放假办法, art. 2 as amended from 2025-01-01: the holidays that stand on a fixed
// date of the sun; those of the moon wait for the notice.
const fixedHolidays = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'])

/** A day so many days later (or earlier); business dates are `YYYY-MM-DD`. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * dayMilliseconds).toISOString().slice(0, 10)

/** Days from one date to another, negative backwards. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / dayMilliseconds)

/** Whether the notice for this day's year is known; if not, whatever counts it is provisional. */
export const isKnownYear = (date: string, table: HolidayTable): boolean => table.years.has(date.slice(0, 4))

/**
 * Whether offices work on a day. Without a notice for its year weekends and the holidays on fixed
 * dates are off: an expectation, never a ground to refuse.
 */
export function isWorkday(date: string, table: HolidayTable): boolean {
  if (table.working.has(date)) return true
  if (table.off.has(date)) return false
  const weekday = new Date(date).getUTCDay()
  if (weekday === 0 || weekday === 6) return false
  return isKnownYear(date, table) || !fixedHolidays.has(date.slice(5))
}

/** The day itself if offices work on it, else the next day on which they do. */
export function nextWorkday(date: string, table: HolidayTable): string {
  let day = date
  while (!isWorkday(day, table)) day = addDays(day, 1)
  return day
}

/** The `count`-th workday after a day, counted from the next day; for 0 the next workday from it. */
export function addWorkdays(date: string, count: number, table: HolidayTable): string {
  if (!Number.isInteger(count) || count < 0) throw new RangeError('a number of workdays is 0 or more')
  let day = date
  for (let left = count; left > 0; left -= 1) day = nextWorkday(addDays(day, 1), table)
  return nextWorkday(day, table)
}

/** Workdays after `from` up to and including `to`; negative when `to` lies before. */
export function workdaysBetween(from: string, to: string, table: HolidayTable): number {
  if (to < from) return -workdaysBetween(to, from, table)
  let count = 0
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    if (isWorkday(day, table)) count += 1
  }
  return count
}
