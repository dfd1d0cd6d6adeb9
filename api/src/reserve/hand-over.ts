import { eq } from 'drizzle-orm'
import { deviceSkewSeconds } from '@yima/shared/code/limits'
import type { HandingBody } from '@yima/shared/reserve/contract'
import { Problem } from '@yima/shared/problem'
import { Change, hold } from '../application/act.ts'
import { attachPictures, listed } from '../application/pictures.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { tellApplicant } from '../notification/applicant.ts'
import { open, seal } from '../vault.ts'
import { requireMay } from '../work/reach.ts'
import type { SealedPayment } from './propose.ts'
import { reserveProposal } from './table.ts'

type Officer = OfficerSession['officer']

/** Money is handed over after it was confirmed, and not in days to come. */
function requireMoment(at: string, after: Date | null, now: Date): void {
  const then = Date.parse(at)
  const skew = deviceSkewSeconds * 1000
  if (then > now.getTime() + skew) throw new Problem('invalid-input', [{ field: 'at', code: 'date-to-come' }])
  if (after !== null && then < after.getTime() - skew) throw new Problem('invalid-input', [{ field: 'at', code: 'date-too-old' }])
}

async function findPayment(tx: Transaction, id: string, lock = false) {
  const asked = tx.select().from(reserveProposal).where(eq(reserveProposal.id, id))
  const [row] = lock ? await asked.for('update') : await asked
  const { applicationId, claimId, sealed } = row ?? {}
  if (!row || !applicationId || !claimId || !sealed) throw new Problem('not-found')
  return { ...row, applicationId, claimId, sealed }
}

/**
 * That the money came into somebody's hands, with what shows it. From this day the papers have days of their own. Throws
 * `not-found` for other places and for relatives, `not-allowed-now` for what was not confirmed, or is handed over already.
 */
export async function handOver(deps: Deps, once: Once, officer: Officer, id: string, body: HandingBody): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { applicationId } = await findPayment(tx, id)
    const held = await hold(tx, deps, applicationId)
    const payment = await findPayment(tx, id, true)
    const acting = requireMay(officer, 'propose-payment', held.row.regionCode, held.excluded)
    if (payment.state !== 'confirmed') throw notAllowedNow('payment', 'not-allowed-now')
    const now = deps.clock.now()
    requireMoment(body.at, payment.settledAt, now)
    const { claimId, fen, townCode } = payment
    const { receivedBy, at, photos, handed: { picture, how, ...seen } } = body
    const proof = { receivedBy, at, how, witness: 'witness' in seen ? seen.witness : null, picture, photos }
    await attachPictures(tx, once, [{ id: picture, field: 'handed.picture' }, ...listed('photos', photos)], applicationId, held.row.countyCode)
    const change = new Change(deps, held, acting)
    change.note({ type: 'payment-handed', payload: { claimId, payment: id, fen: -fen, ...proof } })
    change.follow(claimId, { type: 'pay-first', fen: -fen, town: townCode })
    const sealed = seal(held.key, { ...open<SealedPayment>(held.key, payment.sealed), handed: proof })
    const whose = { handedBy: acting.id, handedAt: now }
    await tx.update(reserveProposal).set({ state: 'paid', sealed, ...whose }).where(eq(reserveProposal.id, id))
    await tellApplicant(tx, deps, held, 'paid-first', claimId, acting.id)
    await change.save(tx)
    await remember(tx, once, now, 200, { done: true })
  })
}
