import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { digestOf, type CheckList } from '@yima/shared/spot-check/draw'
import { quarterOf } from '@yima/shared/spot-check/quarter'
import { drawnOf, ratesOn } from '@yima/shared/spot-check/rates'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { record, turn } from '../organisation/record.ts'
import { hashParts } from '../trail/root.ts'
import { checkList } from './table.ts'
import { tagOf } from './tags.ts'

/** A decided claim as it stands on a list. */
export type Listed = { claimId: string; applicationId: string; outcome: 'confirmed' | 'refused' }

/**
 * Claims on which was decided in the year before that moment, each with its last decision, whose person is still there.
 * Those of which nothing is decided yet stand on no list: whoever saw one there would know that something brought it.
 */
export async function decidedBefore(tx: Transaction, countyCode: string, at: Date): Promise<Listed[]> {
  const { rows } = await tx.execute<Listed>(sql`
    SELECT DISTINCT ON (d.claim_id) d.claim_id AS "claimId", d.application_id AS "applicationId", d.outcome
      FROM decision d
      JOIN application a ON a.id = d.application_id
      JOIN person p ON p.id = a.person_id AND p.key_wrapped IS NOT NULL
     WHERE d.county_code = ${countyCode} AND d.at <= ${at.toISOString()} AND d.at > ${at.toISOString()}::timestamptz - interval '1 year'
     ORDER BY d.claim_id, d.at DESC, d.id DESC`)
  return rows
}

/**
 * Lays down the list of a quarter, once, on the first occasion in it: published from now on, its digest in the county's
 * chain. What is drawn of it nobody can know yet, for it hangs on a day that has not begun.
 */
export async function layDownList(deps: Deps): Promise<void> {
  const { db, clock, config: { countyCode } } = deps
  const quarter = quarterOf(clock.today())
  const ofThis = and(eq(checkList.countyCode, countyCode), eq(checkList.quarter, quarter))
  const [known] = await db.select({ quarter: checkList.quarter }).from(checkList).where(ofThis)
  if (known) return
  await inTransaction(db, async (tx) => {
    await turn(tx, countyCode)
    const [meanwhile] = await tx.select({ quarter: checkList.quarter }).from(checkList).where(ofThis)
    const at = clock.now()
    const claims = meanwhile ? [] : await decidedBefore(tx, countyCode, at)
    if (claims.length === 0) return
    const tags = claims.map(({ claimId }) => tagOf(deps, quarter, claimId)).sort()
    const size = drawnOf(tags.length, ratesOn(clock.today()))
    const list: CheckList = { county: countyCode, quarter, committedAt: at.toISOString(), tags, size }
    const digest = await digestOf(hashParts, list)
    await tx.insert(checkList).values({ countyCode, quarter, tags, size, digest, committedAt: at })
    await record(tx, { countyCode, actorId: null, at }, [
      { event: { type: 'check-list-laid-down', id: randomUUID(), quarter, digest }, subject: countyCode.padEnd(12, '0') },
    ])
  })
}
