import type { AssistActed } from '@yima/shared/assist/contract'
import { Problem } from '@yima/shared/problem'
import { changeOwn, sendPapers, urgeOwn, withdrawApplication } from '../application/resident-acts.ts'
import { reappraiseOwn } from '../appraisal/own.ts'
import { inTransaction } from '../db/transaction.ts'
import { findDecision } from '../decision/decide.ts'
import { recheckOwn } from '../decision/own.ts'
import type { Deps, OfficerSession, Once, ResidentSession } from '../http/context.ts'
import { ask } from '../me/questions.ts'
import { correctFacts } from '../me/said.ts'
import { eventsOf } from '../trail/read.ts'
import { contestOwn } from '../verification/contest.ts'
import { findAssist, holdAssisted, requireWritten, sessionFor } from './standing.ts'

type Officer = OfficerSession['officer']

/** The decision was read to its owner: the first day on which that was stays the day. */
const hear = (deps: Deps, once: Once, owner: ResidentSession, id: string, claimId: string) =>
  changeOwn(deps, once, owner, id, async (tx, change) => {
    const { held } = change
    const of = held.claims.find((one) => one.id === claimId)
    if (!of || !(await findDecision(tx, held.key, claimId))) throw new Problem('not-found')
    const before = (await eventsOf(tx, held.key, id)).some(
      ({ type, payload }) => type === 'decision-heard' && payload['claimId'] === claimId,
    )
    if (!before) change.note({ type: 'decision-heard', payload: { claimId, on: deps.clock.today() } })
  })

/** One act of the owner, through the very use case that a signed-in owner calls. */
function carry(deps: Deps, once: Once, owner: ResidentSession, id: string, acted: AssistActed): Promise<unknown> {
  switch (acted.type) {
    case 'papers':
      return sendPapers(deps, once, owner, id, acted)
    case 'urge':
      return urgeOwn(deps, once, owner, id)
    case 'withdraw':
      return withdrawApplication(deps, once, owner, id, acted.reason)
    case 'correct':
      return correctFacts(deps, once, owner, id, acted.answers)
    case 'contest':
      return contestOwn(deps, once, owner, id, acted)
    case 'recheck':
      return recheckOwn(deps, once, owner, acted.claimId, acted.reason)
    case 'reappraise':
      return reappraiseOwn(deps, once, owner, id, acted.claimId, acted.reason)
    case 'question':
      return ask(deps, once, owner, acted.lookId, acted.words)
    case 'hear':
      return hear(deps, once, owner, id, acted.claimId)
    default:
      return acted satisfies never
  }
}

/**
 * What somebody without a phone does through a worker's. Throws as the owner's own routes do, `not-allowed-now` once the
 * person has gone, `not-found` for what is not of this slip.
 */
export async function actFor(deps: Deps, once: Once, officer: Officer, id: string, acted: AssistActed): Promise<void> {
  const { owner, applicationId } = await inTransaction(deps.db, async (tx) => {
    await requireWritten(tx, deps, officer, id, acted)
    const row = await findAssist(tx, officer, id)
    const held = await holdAssisted(tx, deps, officer, row.applicationId)
    const claimId = 'claimId' in acted ? acted.claimId : undefined
    if (claimId !== undefined && !held.claims.some((one) => one.id === claimId)) throw new Problem('not-found')
    return { owner: await sessionFor(tx, deps, officer, id, held, acted), applicationId: row.applicationId }
  })
  await carry(deps, once, owner, applicationId, acted)
}
