/** One person, two people, or nobody has said yet: `open` takes an earlier decision back. */
export const duplicateVerdicts = ['same', 'different', 'open'] as const
export type DuplicateVerdict = (typeof duplicateVerdicts)[number]

export type DuplicateRefusal = 'decided' | 'not-decided' | 'not-proven' | 'own-proof'

/** `ownProof`: whoever decides has proven one of the two, or given one of them a card. */
export type DuplicateContext = { bothProven: boolean; ownProof: boolean }

/**
 * Why this verdict cannot be given now; undefined when it can. Only people whom documents have proven are joined, both
 * of them: who merely typed a name and a number would else become another. And never by whoever has proven one of them:
 * one officer alone could else make up a namesake and become anybody.
 */
export function refusedVerdict(
  state: DuplicateVerdict,
  verdict: DuplicateVerdict,
  { bothProven, ownProof }: DuplicateContext,
): DuplicateRefusal | undefined {
  if (verdict === state) return state === 'open' ? 'not-decided' : 'decided'
  if (verdict !== 'same') return undefined
  if (!bothProven) return 'not-proven'
  return ownProof ? 'own-proof' : undefined
}

/** The verdicts that may be given now: the page offers these and no others. */
export const verdictsNow = (state: DuplicateVerdict, context: DuplicateContext): DuplicateVerdict[] =>
  duplicateVerdicts.filter((verdict) => refusedVerdict(state, verdict, context) === undefined)
