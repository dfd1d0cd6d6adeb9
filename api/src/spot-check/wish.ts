import { and, asc, eq, inArray, lt } from 'drizzle-orm'
import { quarterAfter } from '@yima/shared/spot-check/quarter'
import { openKeptRoute } from '../complaint/desk-store.ts'
import { complaint } from '../complaint/table.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { officer } from '../region/table.ts'
import { revisitWish } from './table.ts'

/** `excluded`: who was when it was laid down; whoever is since is added, and nobody is ever let in again. */
type Sealed = { claimId: string; complaintId: string; excluded: readonly string[] }
/** A claim that a complaint wants looked at again, and who must not hear of that complaint. */
export type Wish = { claimId: string; excluded: string[] }

/** Lays a wish down, sealed; the same wish twice is one. In which quarter is all that is known of when. */
export async function wishFor(
  tx: Transaction,
  { vault }: Pick<Deps, 'vault'>,
  { countyCode, quarter, ...of }: Omit<Sealed, 'excluded'> & { countyCode: string; quarter: string },
): Promise<void> {
  const wishIndex = vault.index('revisit', `${of.claimId} ${of.complaintId}`)
  const said: Sealed = { ...of, excluded: await excludedBy(tx, { vault }, of.complaintId) }
  await tx
    .insert(revisitWish)
    .values({ wishIndex, countyCode, quarter, sealed: vault.sealField(JSON.stringify(said)) })
    .onConflictDoNothing()
}

async function excludedBy(tx: Transaction, { vault }: Pick<Deps, 'vault'>, complaintId: string): Promise<string[]> {
  const [row] = await tx.select({ sealedRoute: complaint.sealedRoute }).from(complaint).where(eq(complaint.id, complaintId))
  if (!row) return []
  const { excludedOfficers, excludedUnits } = openKeptRoute(vault, row)
  if (excludedUnits.length === 0) return [...excludedOfficers]
  const members = await tx.select({ id: officer.id }).from(officer).where(inArray(officer.unitId, [...excludedUnits]))
  return [...excludedOfficers, ...members.map(({ id }) => id)]
}

/** Everything wished for in a county, the oldest quarter first; of several wishes for a claim all that they exclude. */
export async function wishesOf(tx: Transaction, deps: Pick<Deps, 'vault'>, countyCode: string): Promise<Wish[]> {
  const rows = await tx
    .select()
    .from(revisitWish)
    .where(eq(revisitWish.countyCode, countyCode))
    .orderBy(asc(revisitWish.quarter), asc(revisitWish.wishIndex))
  const wishes = new Map<string, Wish>()
  for (const { sealed } of rows) {
    const { claimId, complaintId, excluded } = JSON.parse(deps.vault.openField(sealed)) as Sealed
    const before = wishes.get(claimId)?.excluded ?? []
    wishes.set(claimId, { claimId, excluded: [...before, ...excluded, ...(await excludedBy(tx, deps, complaintId))] })
  }
  return [...wishes.values()]
}

/** Of a claim on which nobody decided in so many quarters there is nothing left to look at. */
const keptQuarters = 4

/** Forgets the wishes for claims that stand on the list of a quarter: from then on nothing says what brought them there. */
export async function forgetWishes(
  tx: Transaction,
  { vault }: Pick<Deps, 'vault'>,
  { countyCode, quarter }: { countyCode: string; quarter: string },
  claimIds: ReadonlySet<string>,
): Promise<void> {
  await tx.delete(revisitWish).where(and(eq(revisitWish.countyCode, countyCode), lt(revisitWish.quarter, quarterAfter(quarter, -keptQuarters))))
  const rows = await tx.select().from(revisitWish).where(eq(revisitWish.countyCode, countyCode))
  const gone = rows.flatMap(({ wishIndex, sealed }) =>
    claimIds.has((JSON.parse(vault.openField(sealed)) as Sealed).claimId) ? [wishIndex] : [],
  )
  if (gone.length > 0) await tx.delete(revisitWish).where(and(eq(revisitWish.countyCode, countyCode), inArray(revisitWish.wishIndex, gone)))
}
