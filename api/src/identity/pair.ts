import type { ResidentSession } from '../http/context.ts'
import type { Vault } from '../vault.ts'

/** How somebody names themselves: an ID number, or four digits of their own choice. */
export type TypedIdentity =
  { identity: 'id-number'; idNumber: string } | { identity: 'no-id-number'; chosenFour: string }

const typed = (who: TypedIdentity): string =>
  who.identity === 'id-number' ? who.idNumber : `chosen:${who.chosenFour}`

/**
 * The index of one phone with one typed ID. Two phones that type the same ID are two pairs and
 * learn nothing of one another; without a phone the device stands in its place.
 */
export const pairIndex = (vault: Vault, who: TypedIdentity, phoneOrDevice: string): Buffer =>
  vault.index('pair', `${typed(who)}\n${phoneOrDevice}`)

/** The last four characters that open the limited view together with the receipt number. */
export const lastFourOf = (who: TypedIdentity): string =>
  who.identity === 'id-number' ? who.idNumber.slice(-4) : who.chosenFour

/** Bound to its receipt number, so that equal last fours do not look equal in the database. */
export const lastFourIndex = (vault: Vault, receiptNumber: string, lastFour: string): Buffer =>
  vault.index('last-four', `${receiptNumber}\n${lastFour}`)

/**
 * What a resident's session stands for: the same after signing in anew, and when a phone's claim becomes an identity
 * or is proven.
 */
export const standsFor = ({
  pairIndex,
  identityId,
}: Pick<ResidentSession, 'pairIndex' | 'identityId'>): string =>
  pairIndex?.toString('hex') ?? identityId ?? ''
