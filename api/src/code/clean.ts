import { lt, and, eq, sql } from 'drizzle-orm'
import { deviceSkewSeconds } from '@yima/shared/code/limits'
import { arrivalHours } from '@yima/shared/window/filing'
import type { Deps } from '../http/context.ts'
import { code } from './table.ts'

const dayMs = 86_400_000

/** Throws away what has been worthless for a day: codes made every thirty seconds, nonces, counters, their answers. */
export async function cleanCodes({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  const now = clock.wall().getTime()
  const yesterday = new Date(now - dayMs)
  await db.delete(code).where(and(eq(code.kind, 'mine'), lt(code.expiresAt, yesterday)))
  // As long as a kept scan may come late, and twice what a phone may be early: forgotten sooner it would be good again.
  const nonces = new Date(now - arrivalHours * 3_600_000 - 2 * deviceSkewSeconds * 1000).toISOString()
  await db.execute(sql`DELETE FROM code_nonce WHERE used_at < ${nonces}`)
  await db.execute(sql`DELETE FROM code_try WHERE hour < ${yesterday.toISOString()}`)
  // The record that this answer was good for is gone with its code.
  await db.execute(
    sql`DELETE FROM idempotency WHERE route = 'POST /api/me/codes' AND created_at < ${yesterday.toISOString()}`,
  )
}
