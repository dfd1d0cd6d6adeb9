import type { Transaction } from '../db/transaction.ts'
import { namesakesOf } from '../family/traits.ts'
import type { Deps } from '../http/context.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { findSeen, type Seen } from '../identity/seen.ts'
import { wrongPapers } from '../identity/wrong-papers.ts'
import { findCardOwner } from './card.ts'

/** Whose card it is, as somebody's papers say; the number printed on it tells namesakes without papers apart. */
export type HolderSeen = Seen & { cardNumber?: string | undefined }

/**
 * Whoever holds a card and stands at the window; undefined where nobody is known by that. Throws `invalid-input` on
 * `cardNumber` where there are several of one name and birthday without papers, and none or another's number was said:
 * nobody's card is ended for a namesake's.
 */
export async function findHolder(
  tx: Transaction,
  deps: Deps,
  seen: HolderSeen,
): Promise<Identity | undefined> {
  const found = await findSeen(tx, deps, seen)
  const { name, number, cardNumber } = seen
  if (found || number.kind !== 'none') return found
  const namesakes = await namesakesOf(tx, deps, name, number.birthDate)
  if (namesakes.length < 2) return undefined
  if (cardNumber === undefined) throw wrongPapers('cardNumber', 'card-number-needed')
  const owner = await findCardOwner(tx, deps, cardNumber)
  if (!owner || !namesakes.includes(owner)) throw wrongPapers('cardNumber', 'card-of-another')
  return findIdentity(tx, deps, owner)
}
