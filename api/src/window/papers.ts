import { and, eq, type SQL } from 'drizzle-orm'
import type { PapersHere } from '@yima/shared/window/contract'
import { Problem } from '@yima/shared/problem'
import { Change, hold, type Held } from '../application/act.ts'
import { takePapers } from '../application/papers.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { person } from '../identity/table.ts'
import { requireMay } from '../work/reach.ts'
import { coveredBy, lastGiven } from './given.ts'
import { holdWritten, noteWritten, type Written } from './written.ts'

/** Holds an application of one of these records; another's is `not-found`. */
async function holdOf(tx: Transaction, deps: Deps, covered: SQL, id: string): Promise<Held> {
  const held = await hold(tx, deps, id)
  const [own] = await tx
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.id, held.person.id), covered))
  if (!own) throw new Problem('not-found')
  return held
}

/**
 * Papers that were asked for, photographed by an officer at the window. Throws `not-allowed-now` where the person did
 * not give them to be seen on this occasion, `not-found` outside the officer's own place, and for
 * what was not theirs when they gave it.
 */
export async function papersFor(
  deps: Deps,
  once: Once,
  { officer, id }: Pick<Written, 'officer' | 'id'>,
  { applicationId, writtenAt, ...body }: PapersHere,
): Promise<void> {
  const written = { officer, id, writtenAt }
  await inTransaction(deps.db, async (tx) => {
    const seen = await holdWritten(tx, deps, written)
    const given = await lastGiven(tx, deps, id)
    if (!given.at || !given.scopes.includes('papers')) throw notAllowedNow('occasion', 'not-given')
    const held = await holdOf(tx, deps, await coveredBy(tx, seen, given.at), applicationId)
    const { regionCode, receiptNumber } = held.row
    const acting = requireMay(officer, 'send-papers', regionCode, held.excluded)
    const change = new Change(deps, held, acting)
    await takePapers(tx, deps, once, change, body)
    await change.save(tx)
    await noteWritten(tx, deps, written, seen, { type: 'papers-taken', receiptNumber })
    await remember(tx, once, deps.clock.now(), 200, { occasionId: id })
  })
}
