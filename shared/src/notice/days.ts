import type { Term } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import { addDays, isWorkday, nextWorkday } from '../calendar/working-days.ts'
import type { CountedDays } from './counted.ts'

/**
 * How a day went: how often its page was looked at, how often it was there and right, and a photo of the board. `passed`:
 * the clock of a demonstration went over it, on which one look stands for all.
 */
export type NoticeDay = { probes: number; right: number; photo: boolean; passed?: boolean }

/** When boards are looked at, and how much of that makes a day count. */
export const looking = {
  /** By day, when people read: from this hour to that, so many minutes apart. */
  hours: { from: 8, to: 20 },
  everyMinutes: 5,
  /** Of the looks that were due, so many must have found the right text: whoever comes while a server is away reads nothing either. */
  right: 0.9,
} as const

const { hours, everyMinutes } = looking
const due = ((hours.to - hours.from) * 60) / everyMinutes

/**
 * Whether everybody could read it on that day: on the page, in nine of ten looks that were due; or on the board, of which
 * there is a photo.
 */
export const countsDay = ({ probes, right, photo, passed = false }: NoticeDay): boolean =>
  photo || right >= looking.right * Math.max(probes, passed ? 1 : due)

/** A notice as far as its days go; the day on which it is posted does not count (民法典 art. 201). */
export type HangingDays = { from: string; term: Term; missed?: readonly string[] }

/** Whether this is one of the days that could count: of workdays no others. */
export const mayCount = ({ from, term }: HangingDays, day: string, table: HolidayTable): boolean =>
  day > from && (term.unit !== 'workday' || isWorkday(day, table))

/**
 * The last day as things stand: each day that did not count moves it by one, and an end on a day off to the next workday.
 */
export function lastDay(notice: HangingDays, table: HolidayTable): string {
  const { from, term, missed = [] } = notice
  let day = from
  for (let left = term.n; left > 0;) {
    day = addDays(day, 1)
    if (mayCount(notice, day, table) && !missed.includes(day)) left -= 1
  }
  return nextWorkday(day, table)
}

/** Of the days up to this one those that did not count; what comes after enough did is asked no more. */
export function missedDays(
  notice: HangingDays, upTo: string, counts: (day: string) => boolean, table: HolidayTable,
): string[] {
  const missed: string[] = []
  let left = notice.term.n
  for (let day = addDays(notice.from, 1); left > 0 && day <= upTo; day = addDays(day, 1)) {
    if (!mayCount(notice, day, table)) continue
    if (counts(day)) left -= 1
    else missed.push(day)
  }
  return missed
}

/** How far it has come on this day, which is not over itself: the same for the applicant, the desk and the village. */
export function countedOn(notice: HangingDays & { to: string }, today: string, table: HolidayTable): CountedDays {
  const { from, to, term, missed = [] } = notice
  let counted = 0
  for (let day = addDays(from, 1); day < today && counted < term.n; day = addDays(day, 1)) {
    if (mayCount(notice, day, table) && !missed.includes(day)) counted += 1
  }
  return { from, to, needed: term.n, counted, missed: missed.length }
}
