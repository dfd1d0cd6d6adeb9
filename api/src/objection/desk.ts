import { and, eq } from 'drizzle-orm'
import type { ObjectionAct } from '@yima/shared/objection/act-contract'
import type { ObjectionItem, WorkObjection } from '@yima/shared/objection/contract'
import { afterAnswer, againOf, allowed, decide, dueOf, isRefusal, widestOf } from '@yima/shared/objection/workflow'
import { Problem } from '@yima/shared/problem'
import { handlersOf, hold, type Held as HeldApplication } from '../application/act.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { file } from '../file/table.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { refusalOf } from '../http/refusal.ts'
import { namesOfOfficers } from '../appraisal/store.ts'
import { openRequest } from '../household/request.ts'
import { placeName } from '../region/office.ts'
import { officesFor } from '../work/reach.ts'
import type { Colleague } from '../work/staff.ts'
import { examinersOf, goOn, pauseFor, processIn } from './claim.ts'
import {
  change, findObjection, holdObjection, noteSeen, objectionsOf, saidIn, type Doer, type Held,
} from './store.ts'

type Officer = OfficerSession['officer']
export type Read = Pick<HeldApplication, 'row' | 'claims' | 'staff' | 'excluded'>

/** Throws `forbidden` for a role that looks into no objection, wherever it lies. */
export function requireRole(officer: Officer): void {
  if (officesFor(officer, 'examine-objection').length === 0) throw new Problem('forbidden')
}

/** In which office this officer may look into it, if in any; also where it lies with colleagues first. */
const actingOn = (officer: Officer, application: Read, { row, state }: Held): Colleague | undefined =>
  examinersOf(application, row.claimId, widestOf(state), row.writtenBy).find(({ id }) => id === officer.id)

const doer = ({ id, deputyFor }: Colleague): Doer => ({ kind: 'officer', id, deputyFor })

/** The request that an objection is about, read and not held: whoever only looks keeps nobody waiting. */
export async function readRequest(tx: Transaction, deps: Deps, id: string): Promise<Read> {
  const request = await openRequest(tx, deps, id)
  return { ...request, ...(await handlersOf(tx, deps, request.row, request.content)) }
}

/** One objection with its claim, for an officer who may look into it; for all others it is not there. */
async function reach<Of extends Read>(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  id: string,
  take: (applicationId: string) => Promise<Of>,
) {
  const found = await findObjection(tx, deps, id)
  if (!found) throw new Problem('not-found')
  const application = await take(found.row.applicationId)
  const held = await holdObjection(tx, deps, id)
  const acting = actingOn(officer, application, held)
  if (!acting) throw new Problem('not-found')
  return { application, held, acting }
}
const reachToRead = (tx: Transaction, deps: Deps, officer: Officer, id: string) =>
  reach(tx, deps, officer, id, (application) => readRequest(tx, deps, application))

export async function itemOf(tx: Transaction, { row, state }: Held, { claims }: Read): Promise<ObjectionItem> {
  const claim = claims.find(({ id }) => id === row.claimId)
  if (!claim) throw new Error('An objection lost its claim')
  const task = allowed(state).includes('admit') ? 'admit' : allowed(state).includes('answer') ? 'answer' : null
  return {
    id: row.id,
    place: await placeName(tx, row.regionCode),
    programme: claim.state.programme,
    task,
    due: dueOf(state),
    late: state.late,
    filedOn: state.filedOn,
    effect: state.effect,
  }
}

/** All of it, for whoever may look into it; that they saw it is noted. */
export const workObjection = (deps: Deps, officer: Officer, id: string): Promise<WorkObjection> => {
  requireRole(officer)
  return inTransaction(deps.db, async (tx) => {
    const { application, held, acting } = await reachToRead(tx, deps, officer, id)
    await noteSeen(tx, deps, held, doer(acting))
    return viewOf(tx, deps, application, held)
  })
}

async function viewOf(tx: Transaction, deps: Deps, application: Read, held: Held): Promise<WorkObjection> {
  const { row, state } = held
  const process = processIn(application, row.claimId)
  const { wrongs, words, photos, named } = saidIn(held)
  const all = await objectionsOf(tx, deps, [row.claimId])
  const others = all.filter((one) => one.row.id !== row.id && ['filed', 'admitted'].includes(one.state.state))
  return {
    ...(await itemOf(tx, held, application)),
    state: state.state,
    wrongs: [...wrongs],
    words,
    photos: [...photos],
    named: named && { name: named.name, phone: named.phone ?? null },
    writtenBy: row.writtenBy === null ? null : ((await namesOfOfficers(tx, [row.writtenBy]))[0] ?? null),
    checkable: state.checkable,
    application: row.applicationId,
    claim: row.claimId,
    others: others.length,
    pausedUntil: process.paused?.reason === 'objection' ? (process.paused.until ?? null) : null,
    again: againOf(process),
    answer: state.answer && { ...state.answer, again: state.answer.again !== null },
  }
}

/**
 * One act on an objection by an officer who had no hand in the claim, and what it does to the claim, in one transaction.
 * The claim is held first: of two admissions at the same moment one makes it wait and the other joins.
 */
export const actOnObjection = (deps: Deps, once: Once, officer: Officer, id: string, act: ObjectionAct): Promise<void> => {
  requireRole(officer)
  return inTransaction(deps.db, async (tx) => {
    const { application, held, acting } = await reach(tx, deps, officer, id, (one) => hold(tx, deps, one))
    const process = processIn(application, held.row.claimId)
    const decided = decide(held.state, act, { today: deps.clock.today(), process })
    if (isRefusal(decided)) throw refusalOf(decided, 'objection', { 'again-not-now': 'again', 'names-something': 'why' }, 'objection-')
    const after = await change(tx, deps, held, doer(acting), decided)
    if (act.type === 'admit' && after.state.effect === 'pauses') await pauseFor(tx, deps, application, after, acting)
    if (act.type === 'answer') {
      const all = (await objectionsOf(tx, deps, [held.row.claimId])).map(({ state }) => state)
      const again = afterAnswer(process, act.again, all)
      if (again !== undefined) await goOn(tx, deps, application, after, again, acting)
    }
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}

/** A picture of an objection, for whoever may look into it. */
export const pictureOf = (deps: Deps, officer: Officer, id: string, fileId: string) => {
  requireRole(officer)
  return inTransaction(deps.db, async (tx) => {
    const { held, acting } = await reachToRead(tx, deps, officer, id)
    const [row] = await tx.select().from(file).where(and(eq(file.id, fileId), eq(file.objectionId, held.row.id)))
    if (!row) throw new Problem('not-found')
    await noteSeen(tx, deps, held, doer(acting))
    return row
  })
}
