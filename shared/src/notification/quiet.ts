// China has had one time without summer time since 1991.
const shanghaiOffset = 8 * 3_600_000
const hour = 3_600_000
const day = 24 * hour

/** Hours in Asia/Shanghai between which a telephone stays silent: from nine in the evening until eight. */
export const quietHours = { from: 21, to: 8 } as const

/**
 * The moment (milliseconds since 1970) from which a message may reach somebody: `at` itself, or eight in
 * the morning after it. A telephone that rings at night is switched off, and then it also misses what
 * cannot wait.
 */
export function afterQuiet(at: number): number {
  const local = at + shanghaiOffset
  const midnight = local - (((local % day) + day) % day)
  const sinceMidnight = local - midnight
  if (sinceMidnight < quietHours.to * hour) return midnight + quietHours.to * hour - shanghaiOffset
  if (sinceMidnight >= quietHours.from * hour) return midnight + day + quietHours.to * hour - shanghaiOffset
  return at
}
