import { and, eq, gt, lt } from 'drizzle-orm'
import type { Change } from '@yima/shared/organisation/organisation'
import { businessDate } from '@yima/shared/calendar/deadline'
import { addDays } from '@yima/shared/calendar/working-days'
import type { DutiesView } from '@yima/shared/organisation/contract'
import type { Transaction } from '../db/transaction.ts'
import type { Database } from '../db/connection.ts'
import { duty } from '../region/table.ts'

/** The first moment of a business day, in Asia/Shanghai. */
const startOf = (date: string): Date => new Date(`${date}T00:00:00+08:00`)

type SetDuty = Extract<Change, { type: 'set-duty' }>

/** Puts one person, or nobody, on an office's roster for these days; what stood before and after stays. */
export async function writeDuty(tx: Transaction, { unitId, officerId, from, to }: SetDuty): Promise<void> {
  const start = startOf(from)
  const end = startOf(addDays(to, 1))
  const overlapping = and(eq(duty.unitId, unitId), lt(duty.fromAt, end), gt(duty.toAt, start))
  const rows = await tx.delete(duty).where(overlapping).returning()
  const left = rows.filter(({ fromAt }) => fromAt < start).map((row) => ({ ...row, toAt: start }))
  const right = rows.filter(({ toAt }) => toAt > end).map((row) => ({ ...row, fromAt: end }))
  const mine = officerId === null ? [] : [{ unitId, officerId, fromAt: start, toAt: end }]
  const all = [...left, ...mine, ...right]
  if (all.length > 0) await tx.insert(duty).values(all)
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
