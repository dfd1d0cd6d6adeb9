import { businessDate } from '@yima/shared/calendar/deadline'

/** The one source of time. SQL never asks now() for business time, so that tests can live through a week. */
export type Clock = {
  now(): Date
  /** Today in Asia/Shanghai, `YYYY-MM-DD`. */
  today(): string
  /** The machine's own time, for what ends whatever day the office has: sessions. */
  wall(): Date
}

/** The clock on the wall, `daysAhead` days on (the demonstration moves it). */
export function wallClock(daysAhead: () => number = () => 0): Clock {
  const now = () => new Date(Date.now() + daysAhead() * 86_400_000)
  return { now, today: () => businessDate(now()), wall: () => new Date() }
}
