import { eq, sql } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import { whyNotTaken } from '@yima/shared/window/filing'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { holdOccasion } from './occasion.ts'
import { occasion } from './table.ts'
import { note, visitOf, type Noted, type OccasionRow } from './write.ts'

type Officer = OfficerSession['officer']
/** What an officer did on an occasion, perhaps where there was no network. */
export type Written = {
  officer: Officer
  /** The occasion. */
  id: string
  writtenAt: string | undefined
}

/** Who somebody is today: the record may have been joined with another since the visit. */
async function standingOf(tx: Transaction, identityId: string): Promise<string> {
  const { rows } = await tx.execute<{ id: string | null }>(sql`SELECT standing_identity(${identityId}) AS id`)
  return rows[0]?.id ?? identityId
}

/**
 * Locks the occasion on which something was written down. Throws `not-found` for another officer's, `not-allowed-now`
 * for what was not written in its time or came days too late.
 */
export async function holdWritten(
  tx: Transaction,
  deps: Deps,
  { officer, id, writtenAt }: Written,
): Promise<{ row: OccasionRow; whose: Identity }> {
  const row = await holdOccasion(tx, id, { kind: 'officer', id: officer.id })
  const now = deps.clock.wall().getTime()
  const why = whyNotTaken(visitOf(row), { writtenAt: writtenAt ? Date.parse(writtenAt) : now, now })
  if (why) throw notAllowedNow('occasion', why)
  const whose = await findIdentity(tx, deps, await standingOf(tx, row.identityId))
  if (!whose) throw new Problem('not-found')
  return { row, whose }
}

/** Says in the trail of the occasion what came of it, and when it was written if that was before now. */
export async function noteWritten(
  tx: Transaction,
  deps: Deps,
  { officer, id, writtenAt }: Written,
  { row, whose }: { row: OccasionRow; whose: Identity },
  what: Extract<Noted, { receiptNumber: string }>,
): Promise<void> {
  const actor = { kind: 'officer', id: officer.id } as const
  const event = { ...what, ...(writtenAt ? { writtenAt } : {}) }
  const lastEvent = await note(tx, deps, row, whose, actor, [event])
  await tx.update(occasion).set({ lastEvent }).where(eq(occasion.id, id))
}
