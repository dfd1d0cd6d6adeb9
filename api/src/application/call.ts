import { and, eq, isNull, lte } from 'drizzle-orm'
import type { Database } from '../db/connection.ts'
import { insertRows } from '../db/insert.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { noteChange } from '../live/changed.ts'
import { enqueueSms } from '../notification/enqueue.ts'
import { onDuty, placeName, type OnDuty } from '../region/office.ts'
import { application, call } from './table.ts'

/** Minutes until somebody must have tapped; then the next level is called. */
const answerMinutes = 15

export type Called = { unit: string; phone: string | null; answerBy: string }
type Urgent = { id: string; placeName: string; countyCode: string }

/** Who is to be called for a place, nearest level first, and how the place is called. */
export type Roster = { levels: OnDuty[]; placeName: string }

export async function rosterFor(db: Database | Transaction, place: string, at: Date): Promise<Roster> {
  const [levels, name] = await Promise.all([onDuty(db, place, at), placeName(db, place)])
  return { levels, placeName: name }
}

async function callOfficer(
  tx: Transaction,
  deps: Deps,
  urgent: Urgent,
  step: number,
  who: OnDuty,
): Promise<Called> {
  const { clock, vault, config } = deps
  const answerBy = new Date(clock.now().getTime() + answerMinutes * 60_000)
  const row = {
    applicationId: urgent.id,
    step,
    countyCode: urgent.countyCode,
    unitId: who.unitId,
    officerId: who.officerId,
    answerBy,
    acknowledgedAt: null,
    acknowledgedBy: null,
    passedOn: false,
  }
  const called = insertRows(tx, call, [row])
  if (who.phoneCipher) {
    const params = {
      place: urgent.placeName,
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
  await called
  return { unit: who.unit, phone: who.phone, answerBy: answerBy.toISOString() }
}

/**
 * Calls the first of the roster: the township's, else the county's; null when nobody is on duty.
 * The message carries the place and a link, no name and no word of what was said.
 */
export async function callDuty(
  tx: Transaction,
  deps: Deps,
  urgent: { id: string; countyCode: string },
  { levels: [first], placeName: name }: Roster,
): Promise<Called | null> {
  return first ? callOfficer(tx, deps, { ...urgent, placeName: name }, 1, first) : null
}

/** Passes one unanswered call to the next level; the last level keeps it, late and visible, and is not asked again. */
async function passOn(
  tx: Transaction,
  deps: Deps,
  missed: typeof call.$inferSelect,
  place: string,
): Promise<boolean> {
  const { levels, placeName: name } = await rosterFor(tx, place, deps.clock.now())
  const next = levels[levels.findIndex((level) => level.unitId === missed.unitId) + 1]
  await tx
    .update(call)
    .set({ passedOn: true })
    .where(and(eq(call.applicationId, missed.applicationId), eq(call.step, missed.step)))
  if (!next) return false
  await callOfficer(
    tx,
    deps,
    { id: missed.applicationId, placeName: name, countyCode: missed.countyCode },
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
