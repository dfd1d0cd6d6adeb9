import { dueState } from '@yima/shared/calendar/deadline'
import { holidays } from '@yima/shared/calendar/holidays'

/** Working days left until a due date, below 0 when over: the office's own count, for `YDue`. */
export function workdaysLeft(date: string, today: string): number {
  const { tone, workdaysLeft: left, workdaysLate } = dueState(date, today, holidays)
  return tone === 'late' ? -workdaysLate : left
}
