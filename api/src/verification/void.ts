import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { after } from '@yima/shared/verification/query'
import type { Change } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import { heldFact } from '../fact/table.ts'
import type { Deps } from '../http/context.ts'
import {
  changeQueries,
  everyQueryOf,
  holdVerification,
  noteIn,
  rewrite,
  standingOf,
  type Opened,
  type QueryRow,
} from './store.ts'
import { verification } from './table.ts'

/**
 * Nothing of it counts any more: the report is thrown away, and the trail says so. Which facts it wrote stays known: they
 * fall with whoever takes their word back later.
 */
export async function voidVerification(
  tx: Transaction,
  deps: Pick<Deps, 'clock'>,
  opened: Opened,
  why: string,
): Promise<void> {
  const empty = { ...opened.content, items: null, contests: {} }
  await rewrite(tx, opened, empty, { state: 'void', reportId: null, madeOn: null })
  await noteIn(tx, deps, opened, [{ type: 'verification-voided', payload: { why } }])
}

/** What is out is not waited for, and what was answered under the consent that ended is thrown away. */
const stoppedBy = (rows: readonly QueryRow[], consent: string, now: number) =>
  rows.flatMap((row) => {
    const query = standingOf(row)
    const stopped = after(query, { type: 'consent-ended' }, now, 0)
    if (stopped !== query) return [{ row, to: stopped }]
    return row.state === 'answered' && row.consentId === consent
      ? [{ row, to: { ...query, state: 'stopped' as const, why: 'consent' as const } }]
      : []
  })

/** These facts count for nothing any more; the caller saves the change. */
export async function fenceThese(
  tx: Transaction,
  deps: Deps,
  change: Change,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  const fenced = await tx
    .update(heldFact)
    .set({ fencedAt: deps.clock.now() })
    .where(and(inArray(heldFact.id, [...ids]), isNull(heldFact.fencedAt)))
    .returning({ id: heldFact.id })
  if (fenced.length > 0) change.note({ type: 'facts-fenced', payload: { facts: fenced.map(({ id }) => id) } })
}

/** Every check of this request that asked under this consent, also those that another took the place of, locked. */
async function holdAllUnder(
  tx: Transaction,
  deps: Deps,
  { held: { row } }: Change,
  consent: string,
): Promise<Opened[]> {
  // Consents before verifications, as whoever asks locks them: else both would wait for each other.
  await tx.execute(sql`SELECT 1 FROM authorisation WHERE application_id = ${row.id} ORDER BY id FOR UPDATE`)
  const all = await tx
    .select({ id: verification.id })
    .from(verification)
    .where(eq(verification.applicationId, row.id))
    .orderBy(asc(verification.id))
  const under: Opened[] = []
  for (const { id } of all) {
    const opened = await holdVerification(tx, deps, id)
    if (opened?.content.people[consent] !== undefined) under.push(opened)
  }
  return under
}

/** Queries under way come to nothing, answers under this consent are thrown away, of every round. */
async function stopQueries(tx: Transaction, deps: Deps, opened: Opened, consent: string): Promise<void> {
  const rows = await everyQueryOf(tx, opened.row.id)
  await changeQueries(tx, deps, opened, stoppedBy(rows, consent, deps.clock.wall().getTime()))
}

/**
 * A consent was withdrawn: every check that rests on it is void as a whole, queries under way come to nothing, and what
 * was found under it is thrown away, sums over several people with it, whichever round or check they came from. The
 * caller holds the application and saves the change.
 */
export async function stopUnder(tx: Transaction, deps: Deps, change: Change, consent: string): Promise<void> {
  for (const opened of await holdAllUnder(tx, deps, change, consent)) {
    await stopQueries(tx, deps, opened, consent)
    await fenceThese(tx, deps, change, opened.content.facts)
    if (opened.row.state === 'running' || opened.row.state === 'reported')
      await voidVerification(tx, deps, opened, 'consent')
    // What another report took the place of counts for nothing, and is read by nobody any more either.
    else if (opened.content.items !== null) await rewrite(tx, opened, { ...opened.content, items: null, contests: {} }, {})
  }
}

/**
 * The time of a consent is over: a check under way would wait for ever for what nobody may ask any more. What was found
 * while it was alive was found lawfully, and stays.
 */
export async function endUnder(tx: Transaction, deps: Deps, change: Change, consent: string): Promise<void> {
  for (const opened of await holdAllUnder(tx, deps, change, consent)) {
    if (opened.row.state !== 'running') continue
    await stopQueries(tx, deps, opened, consent)
    await voidVerification(tx, deps, opened, 'consent')
  }
}
