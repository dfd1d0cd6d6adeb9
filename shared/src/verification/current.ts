import { addDays } from '../calendar/working-days.ts'

/** Days for which a report may carry a decision, by the day of its making. Local parameter, invented. */
export const reportDays = 30

/** The last day on which a report of that day may carry a decision. */
export const reportUntil = (madeOn: string): string => addDays(madeOn, reportDays)

/**
 * Whether a decision may rest on it: not too old, not of a day to come (a clock was set back), and every consent it rests on
 * still lives (逢救必查).
 */
export const isCurrent = (
  { madeOn, consents }: { madeOn: string; consents: readonly string[] },
  live: readonly string[],
  today: string,
): boolean =>
  madeOn <= today && today <= reportUntil(madeOn) && consents.every((one) => live.includes(one))
