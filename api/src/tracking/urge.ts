import { Change, hold } from '../application/act.ts'
import { urgeLate } from '../application/urge.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'

/** Whoever holds the receipt and its last four urges what is late of that application, once. */
export const urgeByReceipt = (deps: Deps, once: Once, id: string): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const held = await hold(tx, deps, id)
    const change = new Change(deps, held, { kind: 'resident', id: held.person.id })
    await urgeLate(tx, deps, change)
    await change.save(tx)
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
