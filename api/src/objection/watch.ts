import { decide, isRefusal, widestOf } from '@yima/shared/objection/workflow'
import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { tellOfficers } from '../organisation/tell.ts'
import { examinersOf, holdClaim, pauseFor } from './claim.ts'
import { change, dueObjections, holdObjection } from './store.ts'

type Due = { id: string; applicationId: string }

/** Whoever has it from now on hears so, once. */
const passTimeOf = (deps: Deps, { id, applicationId }: Due, claimId: string): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const { held: application, process } = await holdClaim(tx, deps, { applicationId, claimId })
    const held = await holdObjection(tx, deps, id)
    const decided = decide(held.state, { type: 'pass-time' }, { today: deps.clock.today(), process })
    if (isRefusal(decided)) return
    const after = await change(tx, deps, held, { kind: 'system' }, decided)
    if (after.state.late) {
      const ids = examinersOf(application, claimId, widestOf(after.state)).map((one) => one.id)
      const params = { link: `${deps.config.publicUrl}/work/objections/${id}` }
      await tellOfficers(tx, deps, [...new Set(ids)], { template: 'sms.objection-late', params })
    }
    const isNew = held.state.effect === null && after.state.effect === 'pauses'
    if (isNew) await pauseFor(tx, deps, application, after, { kind: 'system' })
  })

/**
 * What time alone brings about for objections: one that names something is admitted when nobody said anything in its
 * days, and what nobody did goes one level up. Each in a transaction of its own; what fails for one keeps no other waiting.
 * @throws Error, after all have had their turn, when one failed
 */
export async function watchObjections(deps: Deps): Promise<void> {
  let failed = 0
  for (const { claimId, ...due } of await dueObjections(deps, deps.clock.today())) {
    try {
      await passTimeOf(deps, due, claimId)
    } catch (error) {
      failed += 1
      deps.log.error({ err: error }, 'what time brings about for an objection was not done; the rest goes on')
    }
  }
  if (failed > 0) throw new Error(`Not done for ${failed} objections`)
}
