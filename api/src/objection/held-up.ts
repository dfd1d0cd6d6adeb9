import { holdsUp } from '@yima/shared/objection/workflow'
import type { Held as HeldApplication } from '../application/act.ts'
import type { StoredClaim } from '../claim/store.ts'
import type { Reader, Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { objectionsOf } from './store.ts'

/** Of these claims, those that nobody may confirm yet: somebody objected in time, and nobody has said what becomes of that. */
export async function heldUp(db: Reader, deps: Deps, claims: readonly StoredClaim[]): Promise<ReadonlySet<string>> {
  const posted = claims.filter(({ state }) => state.process?.notice && state.process.decision === null)
  const today = deps.clock.today()
  const all = await objectionsOf(db, deps, posted.map(({ id }) => id))
  const held = posted.filter(({ id, state: { process } }) =>
    all.some(({ row, state }) => row.claimId === id && process !== null && holdsUp(state, process, today)))
  return new Set(held.map(({ id }) => id))
}

/** Throws `not-allowed-now` where a claim may not be confirmed before an objection to its notice was looked at. */
export async function requireNobodyObjects(
  tx: Transaction, deps: Deps, { claims }: Pick<HeldApplication, 'claims'>, claimId: string,
): Promise<void> {
  const held = await heldUp(tx, deps, claims.filter(({ id }) => id === claimId))
  if (held.has(claimId)) throw notAllowedNow('claim', 'objection-waits')
}
