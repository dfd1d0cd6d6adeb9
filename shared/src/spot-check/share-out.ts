/** Something to be looked at again, and who must not: whoever had a hand in it, their office, relatives, the accused. */
export type Sharing = { id: string; barred: ReadonlySet<string> }

/**
 * Looks for a seat for one more, moving those who sit where it needs (augmenting path; Kuhn 1955). Answers whether there
 * was one; `seated` is changed only then.
 */
function seat(one: Sharing, slots: readonly string[], seated: Map<number, Sharing>, tried: Set<number>): boolean {
  for (const [at, officer] of slots.entries()) {
    if (tried.has(at) || one.barred.has(officer)) continue
    tried.add(at)
    const there = seated.get(at)
    if (there !== undefined && !seat(there, slots, seated, tried)) continue
    seated.set(at, one)
    return true
  }
  return false
}

/**
 * Gives `count` of these to officers: the first of them for whom there is somebody who may. How many each officer gets
 * follows from `officers` and `count` alone, so that nobody reads from a number what lies behind it; where too few can be
 * given so, fewer are. In the order of the officers' slots.
 */
export function shareOut(
  claims: readonly Sharing[],
  officers: readonly string[],
  count: number,
): { id: string; officer: string }[] {
  const slots = officers.length === 0 ? [] : Array.from({ length: count }, (_, at) => officers[at % officers.length] ?? '')
  const seated = new Map<number, Sharing>()
  for (const one of claims) {
    if (seated.size === slots.length) break
    seat(one, slots, seated, new Set())
  }
  return slots.flatMap((officer, at) => {
    const one = seated.get(at)
    return one === undefined ? [] : [{ id: one.id, officer }]
  })
}
