import type { DecisionAnswer } from '@yima/shared/decision/contract'
import { forEyes } from '@yima/shared/decision/eyes'
import { remediesFor } from '@yima/shared/decision/remedies'
import { holidays } from '@yima/shared/calendar/holidays'
import { Problem } from '@yima/shared/problem'
import { eq } from 'drizzle-orm'
import type { Content } from '../application/content.ts'
import { getOwnApplication } from '../application/own.ts'
import { changeOwn } from '../application/resident-acts.ts'
import { application } from '../application/table.ts'
import { claimsOf } from '../claim/store.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'
import { person } from '../identity/table.ts'
import { allOf } from '../together.ts'
import { open } from '../vault.ts'
import { findDecision, type KeptDecision } from './decide.ts'
import { eyesOn } from './eyes.ts'
import type { Of } from './judge.ts'
import { applicationOf, documentOf } from './view.ts'

/** One's own application, or that of whoever one acts for: looked at through the same door as everywhere, and noted. */
async function getOwn(deps: Deps, resident: ResidentSession, claimId: string): Promise<Of> {
  const id = await applicationOf(deps.db, claimId)
  if (id === undefined) throw new Problem('not-found')
  await getOwnApplication(deps, resident, id)
  const [row] = await deps.db
    .select()
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(eq(application.id, id))
  if (!row?.person.keyWrapped) throw new Problem('not-found')
  const key = deps.vault.unwrap(row.person.keyWrapped)
  return {
    row: row.application,
    person: row.person,
    key,
    content: open<Content>(key, row.application.sealed),
  }
}

/**
 * The written decision on a claim of one's own; null while there is none. What their report keeps from them is not in it
 * either. Throws `not-found` for anybody else's.
 */
export async function ownDecision(
  deps: Deps,
  resident: ResidentSession,
  claimId: string,
): Promise<DecisionAnswer> {
  const held = await getOwn(deps, resident, claimId)
  const kept = await findDecision(deps.db, held.key, claimId)
  const claims = await claimsOf(deps.db, held.key, held.row.id)
  const state = claims.find(({ id }) => id === claimId)?.state
  if (!kept || !state) return { decision: null }
  const [document, eyes] = await allOf([
    documentOf(deps, held, state, kept),
    eyesOn(deps.db, deps, resident, held.row.id),
  ])
  // What offices thought of it is no news of the applicant's: that they were asked is.
  const joint = document.joint?.map(({ office }) => ({ office }))
  return { decision: forEyes({ ...document, joint }, eyes(kept.stored)) }
}

function isOver({ outcome, stored }: KeptDecision, region: string, today: string): boolean {
  const last = remediesFor(outcome, stored.on, region, holidays).find(({ kind }) => kind === 'recheck')?.last
  return last !== undefined && today > last.date && !last.provisional
}

/** Asks the office to look at a refusal once more, once, with a reason; somebody else than who refused decides anew. */
export async function recheckOwn(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  claimId: string,
  reason: string,
): Promise<DecisionAnswer> {
  const id = await applicationOf(deps.db, claimId)
  if (id === undefined) throw new Problem('not-found')
  await changeOwn(deps, once, resident, id, async (tx, change) => {
    const kept = await findDecision(tx, change.held.key, claimId)
    if (kept && isOver(kept, change.held.row.regionCode, deps.clock.today()))
      throw new Problem('not-allowed-now', [{ field: 'claim', code: 'recheck-over' }])
    change.process(claimId, { type: 'recheck', reason })
  })
  return ownDecision(deps, resident, claimId)
}
