/** One person, two people, or nobody has said yet: `open` takes an earlier decision back. */
export const duplicateVerdicts = ['same', 'different', 'open'] as const
export type DuplicateVerdict = (typeof duplicateVerdicts)[number]

export type DuplicateRefusal = 'decided' | 'not-decided' | 'not-proven'

/**
 * Why this verdict cannot be given now; undefined when it can. Only people whom documents have proven are joined, both
 * of them: who merely typed a name and a number would else become another.
 */
export function refusedVerdict(
  state: DuplicateVerdict,
  verdict: DuplicateVerdict,
  bothProven: boolean,
): DuplicateRefusal | undefined {
  if (verdict === state) return state === 'open' ? 'not-decided' : 'decided'
  return verdict === 'same' && !bothProven ? 'not-proven' : undefined
}

/** The verdicts that may be given now: the page offers these and no others. */
export const verdictsNow = (state: DuplicateVerdict, bothProven: boolean): DuplicateVerdict[] =>
  duplicateVerdicts.filter((verdict) => refusedVerdict(state, verdict, bothProven) === undefined)
