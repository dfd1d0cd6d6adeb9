import { and, asc, eq, gte, lte } from 'drizzle-orm'
import type { OwnTrail } from '@yima/shared/trail/contract'
import { Problem } from '@yima/shared/problem'
import { application } from '../application/table.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import { ownPersons } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { findPlace } from './days.ts'
import { publicRoot, type RootRow } from './root.ts'
import { trailKeyOf } from './sign.ts'
import { event, trailRoot } from './table.ts'

type Heads = Awaited<ReturnType<typeof headsOf>>

const headsOf = ({ db }: Deps, stream: string) =>
  db
    .select({
      number: event.number,
      type: event.type,
      at: event.at,
      actorKind: event.actorKind,
      actorId: event.actorId,
      payloadDigest: event.payloadDigest,
      previousHash: event.previousHash,
    })
    .from(event)
    .where(eq(event.stream, stream))
    .orderBy(asc(event.number))

/** Where the last event of this stream that a signed day covers stands in that day's tree. */
async function inclusionIn({ db }: Deps, stream: string, row: RootRow): Promise<OwnTrail['days']> {
  const place = await findPlace(db, row, stream)
  return place ? [{ root: publicRoot(row), ...place }] : []
}

/** Signed days on which something of this stream happened. */
async function daysOf(deps: Deps, countyCode: string, heads: Heads): Promise<RootRow[]> {
  const [first, last] = [heads[0], heads.at(-1)]
  if (!first || !last) return []
  const rows = await deps.db
    .select()
    .from(trailRoot)
    .where(
      and(eq(trailRoot.countyCode, countyCode), gte(trailRoot.until, first.at), lte(trailRoot.from, last.at)),
    )
    .orderBy(asc(trailRoot.number))
  return rows.filter(({ from, until }) => heads.some(({ at }) => at >= from && at < until))
}

/**
 * One's own record as the chain sees it, without its words, and its places under the signed days: everything the
 * phone needs to check by itself that nothing was changed. Throws `not-found` for another's as for none.
 */
export async function ownTrailOf(deps: Deps, resident: ResidentSession, id: string): Promise<OwnTrail> {
  const [mine] = await deps.db
    .select({ receiptNumber: application.receiptNumber, countyCode: application.countyCode })
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(and(eq(application.id, id), ownPersons(resident)))
  if (!mine) throw new Problem('not-found')
  const heads = await headsOf(deps, id)
  const days = await daysOf(deps, mine.countyCode, heads)
  const found = await Promise.all(days.map((row) => inclusionIn(deps, id, row)))
  return {
    county: mine.countyCode,
    stream: id,
    receiptNumber: mine.receiptNumber,
    events: heads.map((head) => ({
      ...head,
      at: head.at.toISOString(),
      payloadDigest: head.payloadDigest.toString('hex'),
      previousHash: head.previousHash.toString('hex'),
    })),
    days: found.flat(),
    key: trailKeyOf(deps),
  }
}
