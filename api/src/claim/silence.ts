import { and, eq, lt } from 'drizzle-orm'
import type { Role } from '@yima/shared/access/actor'
import { isLocal } from '@yima/shared/process/seat'
import { Change, hold, type Held } from '../application/act.ts'
import { beginConsents } from '../consent/begin.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { claim } from './table.ts'

/** Who answers for it by name where nobody ever received it: whoever leads the township, and without one its clerk. */
function answerable({ row, staff, excluded }: Held): string | null {
  const town = staff.filter((one) => isLocal(one) && !excluded.includes(one.id))
  const first = (role: Role) => town.find((one) => one.role === role)?.id
  return row.handlerId ?? first('leader') ?? first('clerk') ?? null
}

/**
 * Claims that nobody accepted or refused in time count as accepted. A provisional date may do
 * this too: nothing adverse follows from it. Each in a transaction of its own; safe to repeat.
 */
export async function acceptBySilence(deps: Deps): Promise<number> {
  const due = await deps.db
    .select({ id: claim.id, applicationId: claim.applicationId })
    .from(claim)
    .where(and(eq(claim.state, 'proposed'), lt(claim.dueOn, deps.clock.today()), eq(claim.paused, false)))
    .limit(200)
  for (const { id, applicationId } of due) {
    await inTransaction(deps.db, async (tx) => {
      const held = await hold(tx, deps, applicationId)
      const now = held.claims.find((other) => other.id === id)
      if (now?.state.state !== 'proposed') return
      const change = new Change(deps, held, { kind: 'system' })
      change.openIfNew().claim(id, { type: 'accept-by-silence', handler: answerable(held) })
      await beginConsents(tx, deps, change)
      await change.save(tx)
    })
  }
  return due.length
}
