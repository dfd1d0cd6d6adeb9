import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { numberIndex } from '../identity/number-index.ts'
import { findProven } from '../identity/prove.ts'
import { noteSeen } from '../identity/seen.ts'
import { countTry, type Limit } from '../identity/tries.ts'
import { countyOf } from './load.ts'
import { record, turn } from './record.ts'
import { insertRelative, keptOf, type Declared } from './relatives.ts'

/** More than a family with all its in-laws; whoever runs through a village’s numbers needs more. */
export const declaredPerDay = 20

const limitOf = (officerId: string): Limit => ({
  ...{ purpose: 'relatives-declared', value: officerId, spanMs: 86_400_000, most: declaredPerDay },
  ...{ field: 'number', code: 'relatives-today' },
})

/**
 * What disappears from a desk tells whose number was typed: whoever a document proved to bear it finds that among the
 * looks. Somebody who only typed it on a phone does not: they would learn of a stranger's family.
 */
async function noteNamed(tx: Transaction, deps: Deps, by: string, { number }: Declared): Promise<void> {
  const named = await findProven(tx, deps, numberIndex(deps, { number }))
  if (named) await noteSeen(tx, deps, by, named.id, { purpose: 'relative', what: 'relative' })
}

/**
 * An officer declares a relative of the own: it takes the own reach away, needs nobody else and holds at once. It is
 * counted and noted like every look-up of a number. Throws `too-many`.
 */
export async function declareRelative(
  deps: Deps,
  once: Once,
  by: OfficerSession['officer'],
  said: Declared,
): Promise<void> {
  const countyCode = countyOf(deps, by)
  const { kinship } = said
  await inTransaction(deps.db, async (tx) => {
    await turn(tx, countyCode)
    if (!deps.config.withoutBudgets) await countTry(tx, deps, limitOf(by.id))
    const whose = { officerId: by.id, countyCode, kinship, by: by.id }
    const id = await insertRelative(tx, deps, keptOf(deps, said), whose)
    const at = deps.clock.now()
    if (id !== undefined) {
      await record(tx, { countyCode, actorId: by.id, at }, [
        { event: { type: 'relative-declared', id, kinship }, subject: by.id },
      ])
      await noteNamed(tx, deps, by.id, said)
    }
    await remember(tx, once, at, 200, { done: true })
  })
}
