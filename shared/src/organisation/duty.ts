/** One person called for an office, from a moment (or day) until another that no longer belongs to it. */
type Stretch<At> = { unitId: string; officerId: string; from: At; until: At }
export type Roster<At> = readonly Stretch<At>[]
/** Who is to be called for an office in that time; null: nobody. */
export type NewStretch<At> = Omit<Stretch<At>, 'officerId'> & { officerId: string | null }

/** Those of an office who are called at some time between. */
export const during = <At extends string | Date>(
  roster: Roster<At>,
  { unitId, from, until }: Pick<Stretch<At>, 'unitId' | 'from' | 'until'>,
): Roster<At> => roster.filter((one) => one.unitId === unitId && one.from < until && one.until > from)

/** A roster with one person, or nobody, put on it for some time; what stood before and after stays. */
export function withStretch<At extends string | Date>(roster: Roster<At>, next: NewStretch<At>): Roster<At> {
  const { unitId, officerId, from, until } = next
  const met = during(roster, next)
  const left = met.filter((one) => one.from < from).map((one) => ({ ...one, until: from }))
  const right = met.filter((one) => one.until > until).map((one) => ({ ...one, from: until }))
  const mine = officerId === null ? [] : [{ unitId, officerId, from, until }]
  return [...roster.filter((one) => !met.includes(one)), ...left, ...mine, ...right]
}

/** Whether a roster says this already: on each day of it, perhaps with others. */
export function says<At extends string | Date>(roster: Roster<At>, wanted: NewStretch<At>): boolean {
  const met = during(roster, wanted)
  if (wanted.officerId === null) return met.length === 0
  const own = met.filter(({ officerId }) => officerId === wanted.officerId)
  let at = wanted.from
  for (;;) {
    const until = own.find((one) => one.from <= at && one.until > at)?.until
    if (until === undefined) return false
    if (until >= wanted.until) return true
    at = until
  }
}
