import { sql, type SQL } from 'drizzle-orm'
import { may } from '@yima/shared/access/table'
import { afterQuiet } from '@yima/shared/notification/quiet'
import { hoursToPay } from '@yima/shared/reserve/limits'
import { hold } from '../application/act.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { tellOfficers } from '../organisation/tell.ts'

/** The payment of a claim `c` that was proposed last. */
export const lastPayment: SQL = sql`(
  SELECT p.id, p.state, p.fen FROM reserve_proposal p WHERE p.claim_id = c.id AND p.kind = 'payment' ORDER BY p.id DESC LIMIT 1)`

/** Claims `c` of applications `a` whose money is not in anybody's hands though its hours are over: as `isPaymentLate` says it. */
export const lateAt = (now: Date): SQL => sql`(
  c.pay_first AND a.submitted_at < ${new Date(now.getTime() - hoursToPay * 3_600_000).toISOString()}
  AND EXISTS (SELECT FROM person e WHERE e.id = a.person_id AND e.key_wrapped IS NOT NULL)
  AND coalesce((SELECT l.state FROM ${lastPayment} l), 'none') <> 'declined')`

type Due = { id: string; applicationId: string }

/** Whoever has it, and those who may confirm it there and in the county, hear once that somebody waits too long. */
const tellOf = (deps: Deps, { id, applicationId }: Due): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const held = await hold(tx, deps, applicationId)
    const { rowCount } = await tx.execute(sql`
      UPDATE claim c SET pay_late_told = ${deps.clock.now().toISOString()} FROM application a
       WHERE c.id = ${id} AND a.id = c.application_id AND c.pay_late_told IS NULL AND ${lateAt(deps.clock.now())}`)
    const state = held.claims.find((one) => one.id === id)?.state
    if (rowCount !== 1 || state === undefined) return
    const above = held.staff.filter((one) => may(one, 'confirm-payment', { region: held.row.regionCode })).map((one) => one.id)
    const handler = state.handler === null || held.excluded.includes(state.handler) ? [] : [state.handler]
    const tell = (ids: readonly string[], page: string) =>
      tellOfficers(tx, deps, [...new Set(ids)], { template: 'sms.payment-late', params: { link: deps.config.publicUrl + page } })
    await tell(above, '/work/reserve')
    await tell(handler.filter((one) => !above.includes(one)), '/work')
  })

/**
 * Tells, once for a claim, that money which was to come first is in nobody's hands though its hours are over. Each in a
 * transaction of its own; what fails for one keeps no other waiting. At night nobody is woken, as with all that is late.
 * @throws Error, after all have had their turn, when one failed
 */
export async function watchPayments(deps: Deps): Promise<void> {
  const now = deps.clock.now()
  if (!deps.config.demo && afterQuiet(now.getTime()) > now.getTime()) return
  const { rows } = await deps.db.execute<Due>(sql`
    SELECT c.id, c.application_id AS "applicationId" FROM claim c JOIN application a ON a.id = c.application_id
     WHERE c.pay_late_told IS NULL AND ${lateAt(now)} ORDER BY a.submitted_at, c.id LIMIT 500`)
  let failed = 0
  for (const due of rows) {
    try {
      await tellOf(deps, due)
    } catch (error) {
      failed += 1
      deps.log.error({ err: error }, 'nobody was told of money that is late; the rest goes on')
    }
  }
  if (failed > 0) throw new Error(`Not told of ${failed} payments`)
}
