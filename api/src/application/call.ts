import { and, eq, isNull, lte } from 'drizzle-orm'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { noteChange } from '../live/changed.ts'
import { enqueueSms } from '../notification/enqueue.ts'
import { onDuty, placeName, type OnDuty } from '../region/office.ts'
import { application, call } from './table.ts'

/** Minutes until somebody must have tapped; then the next level is called. */
const answerMinutes = 15

export type Called = { unit: string; phone: string | null; answerBy: string }
type Urgent = { id: string; place: string; countyCode: string }

async function callOfficer(
  tx: Transaction,
  deps: Deps,
  urgent: Urgent,
  step: number,
  who: OnDuty,
): Promise<Called> {
  const { clock, vault, config } = deps
  const answerBy = new Date(clock.now().getTime() + answerMinutes * 60_000)
  await tx.insert(call).values({
    applicationId: urgent.id,
    step,
    countyCode: urgent.countyCode,
    unitId: who.unitId,
    officerId: who.officerId,
    answerBy,
    acknowledgedAt: null,
    acknowledgedBy: null,
    passedOn: false,
  })
  if (who.phoneCipher) {
    const params = {
      place: await placeName(tx, urgent.place),
      link: `${config.publicUrl}/work`,
      minutes: answerMinutes,
    }
    const to = vault.openField(who.phoneCipher)
    await enqueueSms(tx, deps, {
      to,
      template: 'sms.urgent',
      params,
      locale: 'zh-CN',
      countyCode: urgent.countyCode,
    })
  }
  return { unit: who.unit, phone: who.phone, answerBy: answerBy.toISOString() }
}

/**
 * Calls whoever is on duty for the place, township first, then county; null when nobody is.
 * The message carries the place and a link, no name and no word of what was said.
 */
export async function callDuty(tx: Transaction, deps: Deps, urgent: Urgent): Promise<Called | null> {
  const [first] = await onDuty(tx, urgent.place, deps.clock.now())
  return first ? callOfficer(tx, deps, urgent, 1, first) : null
}

/** Passes one unanswered call to the next level; the last level keeps it, late and visible, and is not asked again. */
async function passOn(
  tx: Transaction,
  deps: Deps,
  missed: typeof call.$inferSelect,
  place: string,
): Promise<boolean> {
  const levels = await onDuty(tx, place, deps.clock.now())
  const next = levels[levels.findIndex((level) => level.unitId === missed.unitId) + 1]
  await tx
    .update(call)
    .set({ passedOn: true })
    .where(and(eq(call.applicationId, missed.applicationId), eq(call.step, missed.step)))
  if (!next) return false
  await callOfficer(
    tx,
    deps,
    { id: missed.applicationId, place, countyCode: missed.countyCode },
    missed.step + 1,
    next,
  )
  await noteChange(tx, missed.applicationId)
  return true
}

/** Goes through the calls whose fifteen minutes are over. Safe to run in several processes at once. */
export async function passOnMissedCalls(deps: Deps): Promise<number> {
  return inTransaction(deps.db, async (tx) => {
    const missed = await tx
      .select({ call, place: application.regionCode })
      .from(call)
      .innerJoin(application, eq(application.id, call.applicationId))
      .where(and(lte(call.answerBy, deps.clock.now()), isNull(call.acknowledgedAt), eq(call.passedOn, false)))
      .orderBy(call.answerBy)
      .limit(100)
      .for('update', { of: call, skipLocked: true })
    let passed = 0
    for (const row of missed) if (await passOn(tx, deps, row.call, row.place)) passed += 1
    return passed
  })
}

/** The calls of one application, oldest first. */
export const callsOf = (db: Pick<Transaction, 'select'>, applicationId: string) =>
  db.select().from(call).where(eq(call.applicationId, applicationId)).orderBy(call.step)
