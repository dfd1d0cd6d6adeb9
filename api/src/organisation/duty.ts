import { and, eq, gt, like, lt } from 'drizzle-orm'
import type { Change } from '@yima/shared/organisation/organisation'
import { businessDate } from '@yima/shared/calendar/deadline'
import { addDays } from '@yima/shared/calendar/working-days'
import type { DutiesView } from '@yima/shared/organisation/contract'
import { withStretch, type Roster } from '@yima/shared/organisation/duty'
import type { Transaction } from '../db/transaction.ts'
import type { Database } from '../db/connection.ts'
import { duty, unit } from '../region/table.ts'
import type { Reader } from './load.ts'

/** The first moment of a business day, in Asia/Shanghai. */
export const startOf = (date: string): Date => new Date(`${date}T00:00:00+08:00`)

type SetDuty = Extract<Change, { type: 'set-duty' }>

/** Puts one person, or nobody, on an office's roster for these days; what stood before and after stays. */
export async function writeDuty(tx: Transaction, { unitId, officerId, from, to }: SetDuty): Promise<void> {
  const next = { unitId, officerId, from: startOf(from), until: startOf(addDays(to, 1)) }
  const overlapping = and(eq(duty.unitId, unitId), lt(duty.fromAt, next.until), gt(duty.toAt, next.from))
  const rows = await tx.delete(duty).where(overlapping).returning()
  const met = rows.map(({ fromAt, toAt, ...who }) => ({ ...who, from: fromAt, until: toAt }))
  const all = withStretch(met, next).map(({ from: fromAt, until: toAt, ...who }) => ({
    ...who,
    fromAt,
    toAt,
  }))
  if (all.length > 0) await tx.insert(duty).values(all)
}

/** Who is called for which office of a county on which days, from today on. */
export async function rosterOf(db: Reader, county: string, today: string): Promise<Roster<string>> {
  const rows = await db
    .select({ duty })
    .from(duty)
    .innerJoin(unit, eq(unit.id, duty.unitId))
    .where(and(like(unit.regionCode, `${county}%`), gt(duty.toAt, startOf(today))))
    .orderBy(duty.unitId, duty.fromAt)
  return rows.map(({ duty: { unitId, officerId, fromAt, toAt } }) => {
    const until = addDays(businessDate(new Date(toAt.getTime() - 1)), 1)
    return { unitId, officerId, from: businessDate(fromAt), until }
  })
}

/** Days that a roster shows. */
const shown = 28

/** Who is called on which day, from the Monday of this week on. */
export async function dutiesOf(db: Database, unitId: string, today: string): Promise<DutiesView> {
  const weekday = (new Date(today).getUTCDay() + 6) % 7
  const days = Array.from({ length: shown }, (_, at) => addDays(today, at - weekday))
  const rows = await db
    .select()
    .from(duty)
    .where(
      and(
        eq(duty.unitId, unitId),
        lt(duty.fromAt, startOf(addDays(days.at(-1) ?? today, 1))),
        gt(duty.toAt, startOf(days[0] ?? today)),
      ),
    )
  const onDay = (day: string) => ({
    day,
    officers: rows
      .filter(
        ({ fromAt, toAt }) =>
          businessDate(fromAt) <= day && businessDate(new Date(toAt.getTime() - 1)) >= day,
      )
      .map(({ officerId }) => officerId),
  })
  return { days: days.map(onDay) }
}
