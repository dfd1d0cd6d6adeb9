import { and, eq, isNotNull, lt, lte, ne, or } from 'drizzle-orm'
import { holidays } from '@yima/shared/calendar/holidays'
import { addDays } from '@yima/shared/calendar/working-days'
import { decide, decidersOf, isOverdue, isRefusal, keptFor } from '@yima/shared/complaint/desk'
import { complaintFindings } from '@yima/shared/complaint/state'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { openedAbove, readersIn } from './desk-offices.ts'
import { applyEvents, asksOf, concernNow, openKeptRoute, standingOf, type ComplaintRow } from './desk-store.ts'
import { excludeAnew, excludeFound, loadKnown, type Known } from './exclusions.ts'
import { eraseContents } from './tombstone.ts'
import { takeFromGone } from './renewal.ts'
import { unitsAbove, type Routing } from './routing-of.ts'
import { complaint, complaintKey } from './table.ts'

const heldOf = async (tx: Transaction, id: string): Promise<ComplaintRow | undefined> =>
  (await tx.select().from(complaint).where(eq(complaint.id, id)).for('update'))[0]

const sealedForOf = async (tx: Transaction, id: string): Promise<Set<string>> => {
  const rows = await tx
    .select({ reader: complaintKey.reader })
    .from(complaintKey)
    .where(and(eq(complaintKey.complaintId, id), eq(complaintKey.opens, 'contents')))
  return new Set(rows.map(({ reader }) => reader))
}

/** How long an office that lost its keys and made others has to have two others open what is its own, in days. Its own days run on. */
const daysToRecover = 3

/** Whether the office that has it can no longer do it: nobody is there who may and can read, and may decide. */
function isStuck({ readers, context }: Routing, row: ComplaintRow, own: readonly string[], there: ReadonlySet<string>): boolean {
  const able = own.filter((id) => context.keyHolders.has(id) && (row.reopened === 0 || !decidersOf(row).includes(id)))
  const last = addDays(context.today, -daysToRecover)
  const waits = (id: string): boolean => readers.some(({ officerId, madeOn }) => officerId === id && madeOn > last)
  return !able.some((id) => there.has(id) || waits(id))
}

/**
 * Keeps out whoever has turned out to be excluded since, and gives to the next level what is over its days, or what nobody of the
 * office can read or decide any more; level by level, as long as it stays so. It goes only where somebody can open it: a complaint that nobody reads would be lost.
 */
async function goUp(deps: Deps, id: string, known: Known): Promise<void> {
  const { routing } = known
  await inTransaction(deps.db, async (tx) => {
    const held = await heldOf(tx, id)
    const today = deps.clock.today()
    if (!held || held.state === 'closed') return
    const row = await excludeFound(tx, deps, held, known)
    const there = await sealedForOf(tx, id)
    const kept = openKeptRoute(deps.vault, row)
    const units = [row.receivingUnit, ...unitsAbove(routing, concernNow(kept), row.receivingUnit).map(({ unitId }) => unitId)]
    await takeFromGone(tx, row, routing, { there, units })
    if (row.state === 'decided') return
    const own = readersIn(routing, kept, row.receivingUnit)
    if (!isOverdue(row, today) && !isStuck(routing, row, own, there)) return
    const above = openedAbove(routing, kept, row, there)
    if (!above) return
    const standing = standingOf(row, await asksOf(tx, id))
    const events = decide(standing, { type: 'go-up', to: above.unitId }, { actor: null, today, holidays })
    if (isRefusal(events)) return
    await excludeAnew({ tx, deps, row, routing }, kept, above.unitId)
    await applyEvents(tx, deps, row, standing, { events, actorId: null })
  })
}

/**
 * Every one by itself, in a transaction of its own: one that fails keeps no other waiting. What went wrong with it is not handed
 * on, since an error of the database names the row, and errors are logged: the log hears that something is left, of no complaint which.
 * @throws Error, after all have had their turn, that says nothing of any of them
 */
async function eachByItself<Row>(rows: readonly Row[], act: (row: Row) => Promise<void>): Promise<void> {
  let whole = true
  for (const row of rows) await act(row).catch(() => (whole = false))
  if (!whole) throw new Error('What is due was not done')
}

/** After its days nobody opens anything of it any more. */
async function closeOld(deps: Deps): Promise<void> {
  const today = deps.clock.today()
  const over = complaintFindings.map((finding) => and(eq(complaint.finding, finding), lt(complaint.decidedOn, addDays(today, -keptFor[finding]))))
  const rows = await deps.db
    .select({ id: complaint.id })
    .from(complaint)
    .where(and(eq(complaint.state, 'decided'), isNotNull(complaint.decidedOn), or(...over)))
  await eachByItself(rows, ({ id }) =>
    inTransaction(deps.db, async (tx) => {
      const row = await heldOf(tx, id)
      if (row?.state === 'decided') await eraseContents(tx, deps, row, 'time')
    }),
  )
}

/** Of what was closed long enough for its receipt to be asked, only the count stays. */
async function forgetClosed(deps: Deps): Promise<void> {
  const today = deps.clock.today()
  const due = lte(complaint.forgetOn, today)
  const rows = await deps.db.select({ id: complaint.id }).from(complaint).where(due)
  await eachByItself(rows, ({ id }) =>
    inTransaction(deps.db, async (tx) => {
      await tx.delete(complaint).where(and(eq(complaint.id, id), due))
    }),
  )
}

async function goUpAll(deps: Deps): Promise<void> {
  const rows = await deps.db
    .select({ id: complaint.id, countyCode: complaint.countyCode })
    .from(complaint)
    .where(ne(complaint.state, 'closed'))
  const counties = new Map<string, Known>()
  for (const { countyCode } of rows) if (!counties.has(countyCode)) counties.set(countyCode, await loadKnown(deps.db, deps, countyCode))
  await eachByItself(rows, async ({ id, countyCode }) => {
    const known = counties.get(countyCode)
    if (known) await goUp(deps, id, known)
  })
}

/**
 * What time alone brings about with complaints. Nothing of any of them is logged.
 * @throws Error, after all have had their turn, when one of them failed; it says nothing of which
 */
export async function watchComplaints(deps: Deps): Promise<void> {
  let failed: unknown
  for (const step of [goUpAll, closeOld, forgetClosed]) await step(deps).catch((error: unknown) => (failed = error))
  if (failed !== undefined) throw failed
}
