import { and, eq } from 'drizzle-orm'
import type { PapersHere } from '@yima/shared/window/contract'
import type { ShownScope } from '@yima/shared/window/occasion'
import { Problem } from '@yima/shared/problem'
import { Change, hold, type Held } from '../application/act.ts'
import { takePapers } from '../application/papers.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { historyOf } from '../family/record.ts'
import type { Deps, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { ownPersons, type Identity } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { excludedFrom } from '../organisation/relatives.ts'
import { requireMay } from '../work/reach.ts'
import { asOwner } from './show.ts'
import { holdWritten, noteWritten, type Written } from './written.ts'

/**
 * What the person had said yes to when they left: an occasion that has ended since shows nothing any more. What a phone
 * gave before somebody known stood behind it lies under another key, and was given of another record.
 */
async function lastGiven(tx: Transaction, deps: Deps, id: string): Promise<readonly ShownScope[]> {
  const events = await historyOf(tx, deps, id)
  return events.reduce<readonly ShownScope[]>((given, { type, payload }) => {
    const scopes = payload['scopes'] as readonly ShownScope[]
    if (type === 'scopes-given') return scopes
    if (type === 'identity-proven' && payload['anew'] === true) return []
    return type === 'scopes-asked' ? given.filter((one) => scopes.includes(one)) : given
  }, [])
}

/** Holds an application of the person at the window; another's is `not-found`. */
async function holdTheirs(tx: Transaction, deps: Deps, whose: Identity, id: string): Promise<Held> {
  const held = await hold(tx, deps, id)
  const [own] = await tx
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.id, held.person.id), ownPersons(asOwner(whose))))
  if (!own) throw new Problem('not-found')
  return held
}

/**
 * Papers that were asked for, photographed by an officer at the window. Throws `not-allowed-now` where the person did
 * not give them to be seen on this occasion, `not-found` outside the officer's own place.
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
    if (!(await lastGiven(tx, deps, id)).includes('papers'))
      throw new Problem('not-allowed-now', [{ field: 'occasion', code: 'not-given' }], { allowed: [] })
    const held = await holdTheirs(tx, deps, seen.whose, applicationId)
    const { regionCode, receiptNumber } = held.row
    const acting = requireMay(officer, 'send-papers', regionCode, await excludedFrom(tx, applicationId))
    const change = new Change(deps, held, acting)
    await takePapers(tx, deps, once, change, body)
    await change.save(tx)
    await noteWritten(tx, deps, written, seen, { type: 'papers-taken', receiptNumber })
    await remember(tx, once, deps.clock.now(), 200, { occasionId: id })
  })
}
