import { eq, type SQL } from 'drizzle-orm'
import type { DecisionPreview, DeskDecision } from '@yima/shared/decision/contract'
import type { ClaimState } from '@yima/shared/claim/claim'
import { Problem } from '@yima/shared/problem'
import { placed } from '../claim/departments.ts'
import type { Content } from '../application/content.ts'
import { application } from '../application/table.ts'
import { claimsOf } from '../claim/store.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { person } from '../identity/table.ts'
import { foundOf } from '../spot-check/read.ts'
import { noteDeskLook } from '../trail/desk-look.ts'
import { open } from '../vault.ts'
import { onDesk, requireWork, sightOf, type Sight } from '../work/reach.ts'
import { findDecision } from './decide.ts'
import type { Of } from './judge.ts'
import { documentOf, previewOf } from './view.ts'

type Officer = OfficerSession['officer']

/**
 * A request on the own desk, opened; the look is noted. Throws `not-found` for any other.
 * @param within what lies before them otherwise than on a desk, as a condition on the application `a`; whoever may is asked before
 */
export async function openedFor(
  deps: Deps,
  reader: Officer,
  id: string,
  what: 'decision' | 'facts' | 'visit',
  within?: SQL,
): Promise<Of & { sight: Sight }> {
  if (within === undefined) requireWork(reader, 'see-application')
  await noteDeskLook(deps.db, deps, reader, { id, what, within: within ?? onDesk(reader) })
  const [found] = await deps.db
    .select()
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(eq(application.id, id))
  if (!found?.person.keyWrapped) throw new Problem('not-found')
  const key = deps.vault.unwrap(found.person.keyWrapped)
  const row = found.application
  const sight = (await sightOf(deps.db, reader))(row.regionCode)
  return { row, person: found.person, key, content: open<Content>(key, row.sealed), sight }
}

/** The claims of a request that this officer is shown. */
export async function shownClaims({ db }: Deps, { row, key, sight }: Of & { sight: Sight }) {
  const all = await claimsOf(db, key, row.id)
  return all.filter(({ state }) => sight.shows(placed(state)))
}

async function claimFor(
  deps: Deps,
  reader: Officer,
  id: string,
  claimId: string,
): Promise<{ held: Of; state: ClaimState }> {
  const held = await openedFor(deps, reader, id, 'decision')
  const state = (await shownClaims(deps, held)).find((claim) => claim.id === claimId)?.state
  if (!state) throw new Problem('not-found')
  return { held, state }
}

/** What a claim would come to now, for whoever gives an opinion or decides. */
export async function workPreview(
  deps: Deps,
  reader: Officer,
  id: string,
  claimId: string,
): Promise<DecisionPreview> {
  const { held, state } = await claimFor(deps, reader, id, claimId)
  return previewOf(deps.db, deps, held, state)
}

/** The written decision at the desk, null while there is none, and what supervisors found when they looked at it again. */
export async function workDocument(
  deps: Deps,
  reader: Officer,
  id: string,
  claimId: string,
): Promise<DeskDecision> {
  const { held, state } = await claimFor(deps, reader, id, claimId)
  const kept = await findDecision(deps.db, held.key, claimId)
  return { decision: kept ? await documentOf(deps, held, state, kept) : null, lookedAgain: await foundOf(deps.db, held.key, claimId) }
}
