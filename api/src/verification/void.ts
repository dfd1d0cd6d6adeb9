import { and, inArray, isNull, sql } from 'drizzle-orm'
import { after } from '@yima/shared/verification/query'
import type { Change } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import { heldFact } from '../fact/table.ts'
import type { Deps } from '../http/context.ts'
import {
  changeQueries,
  findVerification,
  holdVerification,
  noteIn,
  queriesOf,
  rewrite,
  standingOf,
  type Opened,
  type QueryRow,
} from './store.ts'

/** Nothing of it counts any more: what was found is thrown away, and the trail says so. */
export async function voidVerification(
  tx: Transaction,
  deps: Pick<Deps, 'clock'>,
  opened: Opened,
  why: string,
): Promise<void> {
  const { content } = opened
  const empty = { ...content, items: null, contests: {}, facts: [] }
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

/** Sums over several people stand under one consent of them, and fall with each. */
async function fenceSums(tx: Transaction, deps: Deps, change: Change, { content }: Opened): Promise<void> {
  if (content.facts.length === 0) return
  const fenced = await tx
    .update(heldFact)
    .set({ fencedAt: deps.clock.now() })
    .where(and(inArray(heldFact.id, [...content.facts]), isNull(heldFact.fencedAt)))
    .returning({ id: heldFact.id })
  if (fenced.length > 0) change.note({ type: 'facts-fenced', payload: { facts: fenced.map(({ id }) => id) } })
}

/**
 * A consent was withdrawn: the check that rests on it is void as a whole, queries under way come to nothing, and what
 * was found under it is thrown away. The caller holds the application and saves the change.
 */
export async function stopUnder(tx: Transaction, deps: Deps, change: Change, consent: string): Promise<void> {
  const { row, key } = change.held
  // Consents before verifications, as whoever asks locks them: else both would wait for each other.
  await tx.execute(sql`SELECT 1 FROM authorisation WHERE application_id = ${row.id} ORDER BY id FOR UPDATE`)
  const found = await findVerification(tx, key, row.id)
  if (!found || found.row.state === 'void' || found.content.people[consent] === undefined) return
  const opened = await holdVerification(tx, deps, found.row.id)
  if (!opened) return
  const rows = await queriesOf(tx, opened.row.id)
  await changeQueries(tx, deps, opened, stoppedBy(rows, consent, deps.clock.wall().getTime()))
  await fenceSums(tx, deps, change, opened)
  await voidVerification(tx, deps, opened, 'consent')
}
