import { and, eq, isNull, or, sql } from 'drizzle-orm'
import { shareOut } from '@yima/shared/spot-check/share-out'
import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { officer } from '../region/table.ts'
import { barredOf } from './barred.ts'
import { seatsOf } from './seats.ts'
import { spotCheck } from './table.ts'
import { inSecretOrder } from './tags.ts'

/**
 * Gives what has nobody any more to somebody else: whoever had it works there no longer, or nobody was left when it was
 * drawn. Once an office has people again this finds them by itself.
 */
export async function fillSeats(deps: Deps): Promise<void> {
  const { db, config: { countyCode } } = deps
  const gone = sql`NOT (${officer.active} AND ${officer.role} = 'supervisor')`
  const left = await db
    .select({ check: spotCheck })
    .from(spotCheck)
    .leftJoin(officer, eq(officer.id, spotCheck.officerId))
    .where(and(eq(spotCheck.countyCode, countyCode), eq(spotCheck.state, 'open'), or(isNull(spotCheck.officerId), gone)))
  for (const { check } of left)
    await inTransaction(db, async (tx) => {
      const barred = await barredOf(tx, deps, check)
      if (!barred) return
      const { county, above } = await seatsOf(tx, deps, countyCode, check.quarter)
      const one = { id: check.claimId, barred }
      const inTurn = inSecretOrder(deps, check.quarter, county, (id) => `${check.id} ${id}`)
      const [given] = [...shareOut([one], inTurn.filter((id) => !barred.has(id)), 1), ...shareOut([one], above.filter((id) => !barred.has(id)), 1)]
      if (given) await tx.update(spotCheck).set({ officerId: given.officer }).where(and(eq(spotCheck.id, check.id), eq(spotCheck.state, 'open')))
    })
}
