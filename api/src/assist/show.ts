import type { AssistView } from '@yima/shared/assist/contract'
import { holidays } from '@yima/shared/calendar/holidays'
import { remediesFor } from '@yima/shared/decision/remedies'
import { maskName } from '@yima/shared/identity/name'
import { Problem } from '@yima/shared/problem'
import { getOwnApplication } from '../application/own.ts'
import type { Held } from '../application/act.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, ResidentSession } from '../http/context.ts'
import { ownAccess } from '../me/access.ts'
import { saidInApplications } from '../me/said.ts'
import { readInbox } from '../notification/inbox.ts'
import { eventsOf } from '../trail/read.ts'
import { holdSeen, sessionFor } from './standing.ts'

type Officer = OfficerSession['officer']

/** Decisions that were read to their owner, by the first day on which they were: from it his days run. */
async function heardOf(deps: Deps, held: Held): Promise<AssistView['heard']> {
  const events = await eventsOf(deps.db, held.key, held.row.id)
  const heard = events.filter(({ type }) => type === 'decision-heard')
  return held.claims.flatMap(({ id, state }) => {
    const on = heard.find(({ payload }) => payload['claimId'] === id)?.payload['on']
    const outcome = state.process?.decision?.outcome
    if (typeof on !== 'string' || outcome === undefined) return []
    // A second look by the same office has its days from the decision; what the law gives runs from knowing it.
    const remedies = remediesFor(outcome, on, held.row.regionCode, holidays).filter(({ kind }) => kind !== 'recheck')
    return { claimId: id, on, remedies: remedies.map(({ kind, last }) => ({ kind, last })) }
  })
}

/** The matter of the slip, as its owner would read it, and nothing else of theirs; the look is noted. */
export async function showAssist(deps: Deps, officer: Officer, id: string): Promise<AssistView> {
  const { row, held, owner } = await inTransaction(deps.db, async (tx) => {
    const seen = await holdSeen(tx, deps, officer, id)
    return { ...seen, owner: await sessionFor(tx, deps, officer, id, seen.held) }
  })
  const applicationId = held.row.id
  // First, so that this very look stands among those he is told of.
  const application = await getOwnApplication(deps, owner, applicationId)
  const [said, looks, inbox, heard] = await Promise.all([
    saidInApplications(deps, owner),
    ownAccess(deps, owner),
    readInbox(deps, owner),
    heardOf(deps, held),
  ])
  return {
    id,
    endsAt: row.endsAt.toISOString(),
    now: deps.clock.wall().toISOString(),
    name: maskName(deps.vault.openField(held.person.nameCipher)),
    application,
    said: said.find((one) => one.id === applicationId) ?? null,
    looks: looks.lines,
    messages: inbox.messages,
    heard,
  }
}

/** The owner's session while the occasion goes on, for what is asked for besides; a claim of another request is `not-found`. */
export const ownerSeen = (deps: Deps, officer: Officer, id: string, claimId?: string): Promise<{ owner: ResidentSession; applicationId: string }> =>
  inTransaction(deps.db, async (tx) => {
    const { held } = await holdSeen(tx, deps, officer, id)
    if (claimId !== undefined && !held.claims.some((one) => one.id === claimId)) throw new Problem('not-found')
    return { owner: await sessionFor(tx, deps, officer, id, held), applicationId: held.row.id }
  })
