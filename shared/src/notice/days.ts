import type { Term } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import { addDays, isWorkday, nextWorkday } from '../calendar/working-days.ts'
import type { CountedDays } from './counted.ts'

/** How a day went: how often its page was looked at, how often it was there and right, and a photo of the board. */
export type NoticeDay = { probes: number; right: number; photo: boolean }

/** The share of looks that must have found the right text. */
const rightShare = 0.9

/** Whether everybody could read it on that day: on the page in nine of ten looks, or on the board, of which there is a photo. */
export const countsDay = ({ probes, right, photo }: NoticeDay): boolean =>
  photo || (probes > 0 && right >= rightShare * probes)

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
