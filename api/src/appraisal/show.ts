import type { AppraisalsHeld } from '@yima/shared/appraisal/contract'
import { resultOf } from '@yima/shared/appraisal/panel'
import { openedFor, shownClaims } from '../decision/work.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { minutesOf, type KeptMinutes } from './store.ts'

type Shown = AppraisalsHeld['appraisals'][number]

const shown = (one: KeptMinutes, programme: Shown['programme']): Shown => {
  const { id, level, heldAt, receivedAt, place, by, how, panel, votes, summary, photos, counters = [] } = one
  return {
    ...{ id, programme, level, heldAt, receivedAt, place, by, how, votes, found: resultOf(votes), summary, photos, counters },
    panel: panel.map(({ name, seat, aside, vote, signature }) => ({ name, seat, aside: aside ?? null, vote: vote ?? null, signature: signature ?? null })),
  }
}

/** The minutes of the claims that this officer is shown; the look is noted. */
export async function appraisalsHeld(deps: Deps, reader: OfficerSession['officer'], id: string): Promise<AppraisalsHeld> {
  const held = await openedFor(deps, reader, id, 'visit')
  const [claims, all] = await Promise.all([shownClaims(deps, held), minutesOf(deps.db, held.key, id)])
  return {
    appraisals: all.flatMap((one) => {
      const claim = claims.find((known) => known.id === one.claimId)
      return claim ? [shown(one, claim.state.programme)] : []
    }),
  }
}
