import type { AidConflict } from '@yima/shared/household/aid'
import type { Clearance } from '@yima/shared/household/contract'
import { Problem } from '@yima/shared/problem'
import type { Change } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { aidOfFamily, conflictsIn } from './twice.ts'

const refused = (code: string): Problem =>
  new Problem('not-allowed-now', [{ field: 'claim', code }], { allowed: [] })

/** The conflict that a reason can lift. Throws `not-allowed-now` where there is none, or where no reason helps. */
function getLiftable(conflicts: readonly AidConflict[], other: string): AidConflict {
  const conflict = conflicts.find((one) => one.other === other)
  if (!conflict) throw refused('aid-nothing')
  if (conflict.law === 'never') throw refused('aid-never')
  return conflict
}

/** Writes down why a claim may be confirmed beside another one; the caller saves the change. */
export async function clearTwice(
  tx: Transaction,
  deps: Deps,
  change: Change,
  claimId: string,
  { other, basis, reason }: Clearance,
  hands: readonly string[],
): Promise<void> {
  const { held } = change
  const on = deps.clock.today()
  getLiftable(conflictsIn(await aidOfFamily(tx, deps, held), held, claimId, on), other)
  const said = { claim: claimId, other, on, hands, basis, reason }
  change.rewrite(
    { ...held.content, clearances: [...(held.content.clearances ?? []), said] },
    { type: 'aid-cleared', payload: { claimId, other, on, hands, basis, reason } },
  )
}
