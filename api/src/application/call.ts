import { and, eq, gt, isNull, lte } from 'drizzle-orm'
import type { Database } from '../db/connection.ts'
import { insertRows } from '../db/insert.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { demoFactor } from '../http/network.ts'
import { person } from '../identity/table.ts'
import { noteChange } from '../live/changed.ts'
import { enqueueSms } from '../notification/enqueue.ts'
import { onDuty, placeName, type OnDuty } from '../region/office.ts'
import { application, call } from './table.ts'

/** Minutes until somebody must have tapped; then the next level is called. */
const answerMinutes = 15

/** How often an officer is rung within these minutes for people whose phone nobody confirmed. */
const mostUnconfirmed = 3

/** `rang`: whether the officer's phone was rung for it, or it only stands first on the desk. */
export type Called = { unit: string; phone: string | null; answerBy: string; rang: boolean }
type Urgent = { id: string; placeName: string; countyCode: string; confirmed: boolean }

/**
 * Whether this call rings the officer's phone. Anybody may write “家里没米下锅了” a hundred times; an
 * officer whose phone never falls silent puts it away, and then a real danger is not heard. So
 * strangers' calls ring three times in a quarter of an hour, enough to make anybody look. What comes
 * beyond is not dropped: it is a call all the same, stands first on the desk, has its own fifteen
 * minutes and goes to the next level when nobody taps. Whoever confirmed a phone always rings.
 */
async function rings(
  tx: Transaction,
  { clock, config }: Deps,
  urgent: Urgent,
  who: OnDuty,
): Promise<boolean> {
  if (urgent.confirmed) return true
  const most = config.demo ? mostUnconfirmed * demoFactor : mostUnconfirmed
  const recent = await tx
    .select({ id: call.applicationId })
    .from(call)
    .innerJoin(application, eq(application.id, call.applicationId))
    .innerJoin(person, eq(person.id, application.personId))
    .where(
      and(
        eq(call.unitId, who.unitId),
        gt(call.answerBy, clock.now()),
        eq(call.rang, true),
        eq(person.phoneConfirmed, false),
      ),
    )
    .limit(most)
  return recent.length < most
}

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
  const rang = await rings(tx, deps, urgent, who)
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
    rang,
  }
  const called = insertRows(tx, call, [row])
  if (rang && who.phoneCipher) {
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
  return { unit: who.unit, phone: who.phone, answerBy: answerBy.toISOString(), rang }
}

/**
 * Calls the first of the roster: the township's, else the county's; null when nobody is on duty.
 * The message carries the place and a link, no name and no word of what was said.
 */
export async function callDuty(
  tx: Transaction,
  deps: Deps,
  urgent: Omit<Urgent, 'placeName'>,
  { levels: [first], placeName: name }: Roster,
): Promise<Called | null> {
  return first ? callOfficer(tx, deps, { ...urgent, placeName: name }, 1, first) : null
}

/** Passes one unanswered call to the next level; the last level keeps it, late and visible, and is not asked again. */
async function passOn(
  tx: Transaction,
  deps: Deps,
  missed: typeof call.$inferSelect,
  { place, confirmed }: { place: string; confirmed: boolean },
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
    { id: missed.applicationId, placeName: name, countyCode: missed.countyCode, confirmed },
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
      .select({ call, place: application.regionCode, confirmed: person.phoneConfirmed })
      .from(call)
      .innerJoin(application, eq(application.id, call.applicationId))
      .innerJoin(person, eq(person.id, application.personId))
      .where(and(lte(call.answerBy, deps.clock.now()), isNull(call.acknowledgedAt), eq(call.passedOn, false)))
      .orderBy(call.answerBy)
      .limit(100)
      .for('update', { of: call, skipLocked: true })
    let passed = 0
    for (const row of missed) if (await passOn(tx, deps, row.call, row)) passed += 1
    return passed
  })
}

/** The calls of one application, oldest first. */
export const callsOf = (db: Pick<Transaction, 'select'>, applicationId: string) =>
  db.select().from(call).where(eq(call.applicationId, applicationId)).orderBy(call.step)
