import { eq, sql } from 'drizzle-orm'
import { deadline } from '@yima/shared/calendar/deadline'
import { holidays } from '@yima/shared/calendar/holidays'
import { getTerm } from '@yima/shared/calendar/terms'
import type { FirstVisitAct, FirstVisitKept } from '@yima/shared/outreach/contract'
import { Problem } from '@yima/shared/problem'
import { Change, hold } from '../application/act.ts'
import { application } from '../application/table.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { requireMay, requireWork } from '../work/reach.ts'
import { agreeTo } from './agreed.ts'
import { visitedBy } from './reach.ts'
import { forgetFinders, notesOf } from './store.ts'

type Officer = OfficerSession['officer']

/** Nobody was met: the days begin anew. */
async function tryAgain(tx: Transaction, deps: Deps, change: Change, { on, reason }: Extract<FirstVisitAct, { type: 'not-met' }>) {
  const { row } = change.held
  const today = deps.clock.today()
  const by = deadline(today, getTerm('first-visit', row.regionCode, today), holidays)
  change.application({ type: 'try-again', visitedOn: on, reason, by })
  await tx.update(application).set({ visitDue: by.date, visitProvisional: by.provisional }).where(eq(application.id, row.id))
  return by
}

/**
 * Takes in what came of one visit to somebody who was pointed out. Throws `not-found` for what this officer does not go to
 * or a relative's, `not-allowed-now` where somebody else has recorded it meanwhile.
 */
export async function recordFirstVisit(deps: Deps, once: Once, by: Officer, id: string, act: FirstVisitAct): Promise<FirstVisitKept> {
  requireWork(by, 'visit-outreach')
  return inTransaction(deps.db, async (tx) => {
    const { rowCount } = await tx.execute(sql`SELECT 1 FROM application a WHERE a.id = ${id} AND ${visitedBy(by)}`)
    if (rowCount !== 1) throw new Problem('not-found')
    const held = await hold(tx, deps, id)
    const change = new Change(deps, held, requireMay(by, 'visit-outreach', held.row.regionCode, held.excluded))
    const again = await happen(tx, deps, change, act)
    await change.save(tx)
    if (again === null) await forgetFinders(tx, deps, id)
    const kept: FirstVisitKept = {
      receiptNumber: act.type === 'agreed' ? held.row.receiptNumber : null,
      programmes: change.claims.map(({ state }) => state.programme),
      again,
    }
    await remember(tx, once, deps.clock.now(), 200, kept)
    return kept
  })
}

/** What it comes to: by when somebody goes there again, or null. */
async function happen(tx: Transaction, deps: Deps, change: Change, act: FirstVisitAct): Promise<FirstVisitKept['again']> {
  switch (act.type) {
    case 'agreed': {
      const notes = await notesOf(tx, deps, change.held.row.id)
      await agreeTo(tx, deps, change, act, notes.length > 0)
      return null
    }
    case 'declined':
      change.application({ type: 'decline', visitedOn: act.on, reason: act.reason })
      return null
    case 'not-met':
      return tryAgain(tx, deps, change, act)
    case 'ended':
      change.application({ type: 'close', reason: act.reason })
      return null
    default:
      return act satisfies never
  }
}
