import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { excludedWith } from '@yima/shared/complaint/routing'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import type { Reader } from '../organisation/load.ts'
import { allOf } from '../together.ts'
import { concernNow, openKeptRoute, type ComplaintRow, type KeptRoute } from './desk-store.ts'
import { readersIn } from './desk-offices.ts'
import { loadKin, relativesIn, type Kin } from './relatives-of.ts'
import { loadRouting, type Routing } from './routing-of.ts'
import { complaint, complaintKey } from './table.ts'
import { takeKeys } from './taken.ts'

/** All by which it shows who may read a complaint today: who works where, whose keys hold, and who is related to whom. */
export type Known = { routing: Routing; kin: Kin }

export async function loadKnown(db: Reader, deps: Pick<Deps, 'vault' | 'clock'>, countyCode: string): Promise<Known> {
  const [routing, kin] = await allOf([loadRouting(db, deps, countyCode), loadKin(db, deps, countyCode)])
  return { routing, kin }
}

/** The route as it was kept, with whoever has turned out since to be related to somebody accused. */
export function keptNow({ vault }: Pick<Deps, 'vault'>, row: Pick<ComplaintRow, 'sealedRoute'>, { kin }: Pick<Known, 'kin'>): KeptRoute {
  const kept = openKeptRoute(vault, row)
  const found = relativesIn(kin, kept.concern)
  return { ...kept, concern: { ...kept.concern, relatives: [...new Set([...kept.concern.relatives, ...found])].sort() } }
}

/**
 * Whether this officer may read it by what is known today. Asked at every look: who was related, led or put beside somebody
 * accused since it was sealed for them reads it no more, before anything was taken away.
 */
export const mayReadNow = (deps: Pick<Deps, 'vault'>, row: ComplaintRow, known: Known, officerId: string): boolean =>
  readersIn(known.routing, keptNow(deps, row, known), row.receivingUnit).includes(officerId)

/** What was sealed for whoever is excluded, by themselves or as one of two offices, is theirs no longer. */
async function takeFrom(tx: Transaction, { id }: ComplaintRow, { excludedOfficers, excludedUnits }: KeptRoute): Promise<void> {
  const pairs = sql`(${complaintKey.reader} LIKE 'recovery:%' AND string_to_array(substr(${complaintKey.reader}, 10), '+') && ${sql.param([...excludedUnits])}::text[])`
  await takeKeys(tx, and(eq(complaintKey.complaintId, id), or(inArray(complaintKey.reader, [...excludedOfficers]), pairs)))
}

/**
 * Keeps who is excluded while this office has it: everybody who was, and by who works where today. The caller holds the row.
 * Answers the route as it is kept now.
 */
export async function excludeAnew(
  { tx, deps, row, routing }: { tx: Transaction; deps: Pick<Deps, 'vault'>; row: ComplaintRow; routing: Routing },
  kept: KeptRoute,
  unitId: string,
): Promise<Buffer> {
  const excluded = excludedWith(routing.organisation, concernNow(kept), unitId, routing.context.today)
  const after: KeptRoute = { concern: kept.concern, ...excluded }
  const sealedRoute = deps.vault.sealField(JSON.stringify(after))
  await tx.update(complaint).set({ sealedRoute }).where(eq(complaint.id, row.id))
  await takeFrom(tx, row, after)
  return sealedRoute
}

/** Whoever has turned out to be excluded since is so from now on: the set only grows, whether or not somebody acts on it. */
export async function excludeFound(tx: Transaction, deps: Pick<Deps, 'vault'>, row: ComplaintRow, known: Known): Promise<ComplaintRow> {
  const before = openKeptRoute(deps.vault, row)
  const kept = keptNow(deps, row, known)
  const { organisation, context } = known.routing
  const now = excludedWith(organisation, concernNow(kept), row.receivingUnit, context.today)
  const isSame = now.excludedOfficers.length === new Set(before.excludedOfficers).size && now.excludedUnits.length === new Set(before.excludedUnits).size
  return isSame ? row : { ...row, sealedRoute: await excludeAnew({ tx, deps, row, routing: known.routing }, kept, row.receivingUnit) }
}
