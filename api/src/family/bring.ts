import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { inPlaceOf } from './doer.ts'
import { commandHousehold, contextFor, type HeldHousehold } from './household.ts'

/** Wards come into a household with their guardian; what they are to its head is to be said there. */
export async function bringWards(
  tx: Transaction,
  deps: Deps,
  who: Identity,
  held: HeldHousehold,
  wards: readonly string[],
  from: string | null,
): Promise<HeldHousehold> {
  let now = held
  for (const ward of wards) {
    const other = await findIdentity(tx, deps, ward)
    if (!other) continue
    const context = await contextFor(tx, deps, { actor: who.id, held: now, named: [ward], invited: false })
    const command = { type: 'join', person: ward, relation: 'other', from } as const
    now = await commandHousehold(tx, deps, now, command, { context, by: inPlaceOf(deps, who, other) })
  }
  return now
}
