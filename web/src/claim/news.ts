import type { ApplicationView, ClaimView } from '@yima/shared/claim/contract'

/** What is new in what is shown: the first claim that stands elsewhere, or anything else. */
export type News = { claim?: ClaimView }

const claimsOf = (applications: readonly ApplicationView[]): ClaimView[] =>
  applications.flatMap(({ claims }) => claims)

/** Whether anything at all is different, so that nobody is called to look in vain. */
export const differs = (before: unknown, after: unknown): boolean =>
  JSON.stringify(before) !== JSON.stringify(after)

/** What is news to the reader in `after`; what they took back themselves is none. */
export function findNews(
  before: readonly ApplicationView[], after: readonly ApplicationView[],
): News | undefined {
  if (!differs(before, after)) return undefined
  const known = new Map(claimsOf(before).map((claim) => [claim.id, claim.state]))
  const moved = claimsOf(after).filter(({ id, state }) => known.get(id) !== state)
  if (moved.length === 0) return {}
  const claim = moved.find(({ state }) => state !== 'withdrawn')
  return claim && { claim }
}
