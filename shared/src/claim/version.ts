import * as v from 'valibot'

/**
 * Which version of a claim (`ClaimView.version`) somebody had before them when they acted: another one by now, and the
 * act is refused (409 `changed-meanwhile`). Absent from whatever handed an act over before there were versions.
 */
export const seenVersion = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)))
