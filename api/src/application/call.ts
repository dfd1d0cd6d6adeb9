import { and, eq, isNull, lte } from 'drizzle-orm'
import type { Database } from '../db/connection.ts'
import { insertRows } from '../db/insert.ts'
import { inTransaction, type Send, type Transaction } from '../db/transaction.ts'
import { askedOnce } from '../asked-once.ts'
import type { Deps } from '../http/context.ts'
import { demoFactor } from '../http/network.ts'
import { person } from '../identity/table.ts'
import { noteChange } from '../live/changed.ts'
import { enqueueSms } from '../notification/enqueue.ts'
import { onDuty, placeName, type OnDuty } from '../region/office.ts'
import { refreshLines } from '../work/lines.ts'
import { application, call } from './table.ts'

/** Minutes until somebody must have tapped; then the next level is called. */
const answerMinutes = 15

/** How often an officer is rung within these minutes for people whose phone nobody confirmed. */
const mostUnconfirmed = 3

/** `rang`: whether the officer's phone was rung for it, or it only stands first on the desk. */
export type Called = {
  unit: string
  phone: string | null
  answerBy: string
  rang: boolean
  /** Who was called, and the office. */
  officer: string
  place: { id: string; regionCode: string }
}
type Urgent = { id: string; placeName: string; countyCode: string; confirmed: boolean }

/** Whether a call of somebody with an unconfirmed phone rings at an office; each counts for those after it. */
export type Rings = (unitId: string) => Promise<boolean>

/**
 * Which calls ring an officer's phone. Anybody may write “家里没米下锅了” a hundred times; an
 * officer whose phone never falls silent puts it away, and then a real danger is not heard. So
 * strangers' calls ring three times in a quarter of an hour, enough to make anybody look. What comes
 * beyond is not dropped: it is a call all the same, stands first on the desk, has its own fifteen
 * minutes and goes to the next level when nobody taps. Whoever confirmed a phone always rings.
 * One for a transaction: an office is asked about once.
 */
export function ringing(tx: Transaction, { clock, config }: Deps): Rings {
  const most = config.demo ? mostUnconfirmed * demoFactor : mostUnconfirmed
  const rungAt = askedOnce(async (unitId) => {
    const { rows } = await tx.$client.query<{ rung: number }>({
      name: 'rung for strangers',
      text: `
        SELECT count(*)::integer AS rung FROM (
          SELECT FROM call c JOIN application a ON a.id = c.application_id JOIN person p ON p.id = a.person_id
           WHERE c.unit_id = $1 AND c.answer_by > $2 AND c.rang AND NOT p.phone_confirmed LIMIT $3) recent`,
      values: [unitId, clock.now(), most],
    })
    return { rung: rows[0]?.rung ?? 0 }
  })
  return async (unitId) => {
    const counted = await rungAt(unitId)
    counted.rung += 1
    return counted.rung <= most
  }
}

/** Who is to be called for a place, nearest level first, and how the place is called. */
export type Roster = { levels: OnDuty[]; placeName: string }

/** Whom the rosters of a place and of all above it name at this instant, nearest first. */
export async function rosterFor(db: Database | Transaction, place: string, at: Date): Promise<Roster> {
  const [levels, name] = await Promise.all([onDuty(db, place, at), placeName(db, place)])
  return { levels, placeName: name }
}

/** Both rows are on their way when this resolves. */
async function callOfficer(
  tx: Transaction,
  send: Send,
  deps: Deps,
  urgent: Urgent,
  { step, who, rings }: { step: number; who: OnDuty; rings: Rings },
): Promise<Called> {
  const { clock, vault, config } = deps
  const answerBy = new Date(clock.now().getTime() + answerMinutes * 60_000)
  const rang = urgent.confirmed || (await rings(who.unitId))
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
  send(insertRows(tx, call, [row]))
  if (rang && who.phoneCipher) {
    const params = {
      place: urgent.placeName,
      link: `${config.publicUrl}/work`,
      minutes: answerMinutes,
    }
    const to = vault.openField(who.phoneCipher)
    const { countyCode } = urgent
    send(enqueueSms(tx, deps, { to, template: 'sms.urgent', params, locale: 'zh-CN', countyCode }))
  }
  const place = { id: who.unitId, regionCode: who.regionCode }
  return {
    ...{ unit: who.unit, phone: who.phone, answerBy: answerBy.toISOString(), rang },
    ...{ officer: who.name, place },
  }
}

/**
 * Calls the first of the roster: the township's, else the county's; null when nobody is on duty.
 * The message carries the place and a link, no name and no word of what was said.
 */
export async function callDuty(
  tx: Transaction,
  send: Send,
  deps: Deps,
  urgent: Omit<Urgent, 'placeName'>,
  { roster, rings }: { roster: Roster; rings: Rings },
): Promise<Called | null> {
  const {
    levels: [who],
    placeName: name,
  } = roster
  return who ? callOfficer(tx, send, deps, { ...urgent, placeName: name }, { step: 1, who, rings }) : null
}

/** Passes one unanswered call to the next level; the last level keeps it, late and visible, and is not asked again. */
async function passOn(
  tx: Transaction,
  send: Send,
  deps: Deps,
  missed: typeof call.$inferSelect,
  { place, confirmed, rings }: { place: string; confirmed: boolean; rings: Rings },
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
    send,
    deps,
    { id: missed.applicationId, placeName: name, countyCode: missed.countyCode, confirmed },
    { step: missed.step + 1, who: next, rings },
  )
  await refreshLines(tx, [missed.applicationId])
  await noteChange(tx, missed.applicationId)
  return true
}

/** Goes through the calls whose fifteen minutes are over. Safe to run in several processes at once. */
export async function passOnMissedCalls(deps: Deps): Promise<number> {
  return inTransaction(deps.db, async (tx, send) => {
    const rings = ringing(tx, deps)
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
    for (const row of missed) if (await passOn(tx, send, deps, row.call, { ...row, rings })) passed += 1
    return passed
  })
}
