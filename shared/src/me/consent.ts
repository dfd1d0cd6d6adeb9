import type { ClaimStateName } from '../claim/claim.ts'

/** How a claim stands to its authorisation: nothing was granted, or nothing is received any more. */
const over: readonly ClaimStateName[] = ['notAccepted', 'refused', 'withdrawn', 'ended']

/**
 * Whether what somebody signed with an application still allows its office to query their data: from that day until
 * the request was refused or taken back, or aid is no longer received (as the wording says, `consent.authorisation-1`).
 */
export function authorisationHolds({
  state,
  claims,
}: {
  state: string
  claims: readonly ClaimStateName[]
}): boolean {
  if (state === 'withdrawn' || state === 'merged') return false
  return claims.length === 0 ? state !== 'closed' : claims.some((claim) => !over.includes(claim))
}
