/** Statuses that another agency may be shown; the words are the programmes' own. */
export const entitlementStatuses = ['dibao', 'dibao-edge', 'rigid-expenditure', 'tekun'] as const
export type EntitlementStatus = (typeof entitlementStatuses)[number]

export const isStatus = (text: string): text is EntitlementStatus =>
  (entitlementStatuses as readonly string[]).includes(text)

/** What a verifier says of a code that is whole and of this county. */
export type EntitlementVerdict =
  'holds' | 'expired' | 'ended' | 'revoked' | 'forged' | 'unknown-key' | 'unknown-status'

/** What a verifier must know to judge one. */
export type EntitlementFacts = {
  status: string
  until: string | undefined
  expires: number
  id: string
  /** Whether the county's key signed it; undefined where the key is not known here. */
  signed: boolean | undefined
}

/**
 * Whether the code in hand says what is true now. `today` is a business date, `now` seconds; `revoked` is the last
 * list this device has heard of.
 */
export function judgeEntitlement(
  { status, until, expires, id, signed }: EntitlementFacts,
  { today, now, revoked }: { today: string; now: number; revoked: readonly string[] },
): EntitlementVerdict {
  if (signed === undefined) return 'unknown-key'
  if (!signed) return 'forged'
  if (!isStatus(status)) return 'unknown-status'
  if (revoked.includes(id)) return 'revoked'
  if (now > expires) return 'expired'
  return until !== undefined && until < today ? 'ended' : 'holds'
}
