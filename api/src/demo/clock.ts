import { sql } from 'drizzle-orm'
import { wallClock, type Clock } from '../clock.ts'
import type { Database } from '../db/connection.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'

/** How often another process's step of the demonstration clock is noticed. */
const lookEvery = 2000

/** The demonstration's clock: the wall's, some days ahead; all processes on one database share it. */
export type DemoClock = Clock & {
  /** Lives `days` on; `also` writes in the same transaction, so that one write moves the clock once. Answers the new day. */
  advance(days: number, also: (tx: Transaction, today: string) => Promise<void>): Promise<string>
  stop(): void
}

export async function openDemoClock(db: Database): Promise<DemoClock> {
  let ahead = 0
  const look = async () => {
    const { rows } = await db.execute<{ days_ahead: number }>(sql`SELECT days_ahead FROM demo_clock`)
    ahead = rows[0]?.days_ahead ?? 0
  }
  await look()
  const timer = setInterval(() => void look().catch(() => undefined), lookEvery)
  timer.unref()
  return {
    ...wallClock(() => ahead),
    async advance(days, also) {
      const today = await inTransaction(db, async (tx) => {
        const { rows } = await tx.execute<{ days_ahead: number }>(
          sql`UPDATE demo_clock SET days_ahead = days_ahead + ${days} RETURNING days_ahead`,
        )
        const then = wallClock(() => rows[0]?.days_ahead ?? ahead).today()
        await also(tx, then)
        return then
      })
      await look()
      return today
    },
    stop: () => clearInterval(timer),
  }
}
