import { eq, max } from 'drizzle-orm'
import type { PapersSeen } from '@yima/shared/identity/papers'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { noteTraits } from '../family/traits.ts'
import { note, type Doer } from '../family/record.ts'
import type { Actor } from '../trail/append.ts'
import { event } from '../trail/table.ts'
import type { Identity } from './own.ts'

/** Adds to somebody's own stream, which bears the id of the identity, under their key; both names stand in it where somebody acted for another. */
export async function noteIdentity(
  tx: Transaction,
  deps: Deps,
  whose: Identity,
  by: Actor & Partial<Doer>,
  type: string,
  payload: Record<string, unknown>,
): Promise<void> {
  const [row] = await tx
    .select({ last: max(event.number) })
    .from(event)
    .where(eq(event.stream, whose.id))
  const place = { stream: whose.id, after: row?.last ?? 0, countyCode: whose.countyCode, by }
  await note(tx, deps, place, [{ about: whose.id, type, payload }])
}

/**
 * What an officer saw of somebody who bears no ID number, kept for whoever asks later how they were known; from the
 * birthday follow the hashes by which double records are found.
 */
export async function noteSeenPapers(
  tx: Transaction,
  deps: Deps,
  whose: Identity,
  officer: { id: string; name: string },
  number: PapersSeen,
): Promise<void> {
  if (number.kind === 'id-number') return
  const { birthDate } = number
  const what =
    number.kind === 'none' ? { document: 'none', witness: number.witness } : { document: number.document }
  const by = { kind: 'officer', id: officer.id, name: officer.name } as const
  await noteIdentity(tx, deps, whose, by, 'papers-seen', { ...what, birthDate })
  await noteTraits(tx, deps, whose, birthDate)
}
