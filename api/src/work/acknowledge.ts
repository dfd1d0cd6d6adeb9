import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import { Change, hold } from '../application/act.ts'
import { call } from '../application/table.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { tellAnswered } from '../notification/applicant.ts'
import { mayAnswer, requireMay, requireWork } from './reach.ts'

type Officer = OfficerSession['officer']

/** The tap that says: I have seen it. Anybody at a desk of the office called may give it, and whoever answers calls on duty. */
export async function acknowledgeCall(
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
): Promise<{ acknowledgedAt: string }> {
  requireWork(officer, 'acknowledge-call')
  const at = deps.clock.now()
  const isCalled = sql`${call.step} IN (
    SELECT k.step FROM call k WHERE k.application_id = ${id} AND ${mayAnswer(officer)})`
  return inTransaction(deps.db, async (tx) => {
    const [latest] = await tx
      .select()
      .from(call)
      .where(and(eq(call.applicationId, id), isCalled, isNull(call.acknowledgedAt)))
      .orderBy(desc(call.step))
      .limit(1)
      .for('update')
    if (!latest) throw new Problem('not-found')
    const held = await hold(tx, deps, id)
    // A relative of the accused, or of whom it is about, must not be able to silence the alarm.
    const acting = requireMay(officer, 'acknowledge-call', held.row.regionCode, held.excluded)
    await tx
      .update(call)
      .set({ acknowledgedAt: at, acknowledgedBy: officer.id })
      .where(and(eq(call.applicationId, id), eq(call.step, latest.step)))
    // In danger it matters later who knew, and when: it stands in the trail like every other act.
    await new Change(deps, held, acting)
      .rewrite(held.content, { type: 'call-acknowledged', payload: { step: latest.step } })
      .save(tx)
    await tellAnswered(tx, deps, held, latest.unitId)
    const answer = { acknowledgedAt: at.toISOString() }
    await remember(tx, once, at, 200, answer)
    return answer
  })
}
