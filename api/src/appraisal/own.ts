import { changeOwn } from '../application/resident-acts.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'

/** The family’s own word is what a second meeting rests on. */
const basis = '申请人书面（线上）要求再评议一次'

/** Asks once for a second appraisal, at the township. Throws `not-found`, `not-allowed-now`. */
export const reappraiseOwn = (deps: Deps, once: Once, who: ResidentSession, id: string, claimId: string, reason: string) =>
  changeOwn(deps, once, who, id, async (_tx, change) => {
    change.process(claimId, { type: 'ask-reappraisal', by: 'family', basis, reason })
  })
