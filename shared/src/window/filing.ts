import { deviceSkewSeconds } from '../code/limits.ts'

/**
 * Minutes from its opening for which what is said on an occasion may be written down: typing, photographing and
 * signing with an old person take longer than the half hour in which an officer may look.
 */
export const filingMinutes = 120
/** Hours for which what was done without a network is taken when it arrives: a worker may be days in the mountains. */
export const arrivalHours = 72

/**
 * Minutes after the person ended a visit in which what was written before its end still arrives. Whoever ends it takes
 * the consent back: what was done until then stays lawful (PIPL art. 15), what is done after it is not, and whoever
 * handles the data has to show which of the two it was (art. 9, 69). When it was written only the officer's phone says,
 * so the one thing that shows it is that it was on its way already: ten minutes are what pictures need over a bad line
 * with a few tries. The end reached us and so did the scan: there was a network here, and no three days are lost in it.
 * Nobody is, either: what comes later stays on the officer's phone, and the person is asked again.
 */
const afterEndMinutes = 10

/** Who ended a visit; `system`: its record was joined with another. */
type EndedBy = 'resident' | 'officer' | 'system'
/** Milliseconds; `closedAt` and `closedBy` null while neither side has ended it. */
export type Visit = { openedAt: number; closedAt: number | null; closedBy: EndedBy | null }

/** The last moment at which something may be written down on this occasion, in milliseconds. */
export const writableUntil = ({ openedAt, closedAt }: Visit): number =>
  Math.min(closedAt ?? Infinity, openedAt + filingMinutes * 60_000)

/** The last moment at which what was written in time is still taken. */
const takenUntil = (visit: Visit): number =>
  writableUntil(visit) + (visit.closedBy === 'resident' ? afterEndMinutes / 60 : arrivalHours) * 3_600_000

/**
 * Why what was written at `writtenAt` (by the server's clock, as the phone knows it) and arrives `now` is not taken:
 * `over`, because it was not written while the person stood there, or `came-too-late`. Undefined where it is taken. What
 * waited for a network is taken after the occasion has ended: whoever signed has gone home long since. Where the person
 * ended it, only what was on its way (`afterEndMinutes`).
 */
export function whyNotTaken(
  visit: Visit,
  { writtenAt, now }: { writtenAt: number; now: number },
): 'over' | 'came-too-late' | undefined {
  const last = writableUntil(visit)
  const skew = deviceSkewSeconds * 1000
  // Whatever moment a phone names stands in the trail: it must lie between the opening and now.
  if (writtenAt < visit.openedAt - skew || writtenAt > now + skew) return 'over'
  if (now < last) return undefined
  if (writtenAt >= last) return 'over'
  return now <= takenUntil(visit) ? undefined : 'came-too-late'
}
