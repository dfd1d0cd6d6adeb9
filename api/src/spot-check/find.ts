import { eq } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import type { FindingBody } from '@yima/shared/spot-check/contract'
import { bringsRecheck, whyNotFind } from '@yima/shared/spot-check/finding'
import { Change, hold } from '../application/act.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { seal } from '../vault.ts'
import { reachCheck, type SealedFinding } from './read.ts'
import { spotCheck } from './table.ts'

const inTheForm = new Set(['date-to-come', 'date-too-old', 'measure-needed'])

/**
 * Takes what a visit found, once: the row, the record of the family, and, where a refusal was wrong, another look at it by
 * somebody who has not decided it. Throws `not-found` for a check of anybody else, `not-allowed-now` for one that is done.
 */
export const takeFinding = (deps: Deps, once: Once, officer: OfficerSession['officer'], id: string, body: FindingBody): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const { row, request } = await reachCheck(tx, deps, officer, id)
    const refused = whyNotFind(row, body, deps.clock.today())
    if (refused && inTheForm.has(refused.code)) throw new Problem('invalid-input', [refused])
    if (refused) throw notAllowedNow(refused.field, refused.code)
    const held = await hold(tx, deps, request.row.id)
    const state = held.claims.find((one) => one.id === row.claimId)?.state
    const standsRefused = state?.process?.decision?.outcome === 'refused'
    const recheck = standsRefused && bringsRecheck(row.outcome, body.finding, state.process?.rechecked === true)
    const sealed: SealedFinding = { ...body, by: officer.name, recheck }
    const change = new Change(deps, held, { kind: 'officer', id: officer.id, role: officer.role, region: officer.regionCode })
    const { finding, visitedOn, words, measure } = body
    change.note({ type: 'looked-again', payload: { claimId: row.claimId, finding, visitedOn, reason: words, ...(measure ? { measure } : {}), recheck } })
    if (recheck) change.follow(row.claimId, { type: 'recheck', reason: words })
    await change.save(tx)
    await tx
      .update(spotCheck)
      .set({ state: 'done', finding, doneOn: deps.clock.today(), sealed: seal(held.key, sealed) })
      .where(eq(spotCheck.id, id))
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
