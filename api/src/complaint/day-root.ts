import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import { addDays } from '@yima/shared/calendar/working-days'
import { complaintLeaf, complaintRootText, leavesPerDay, type ComplaintRoot, type ReportedProof } from '@yima/shared/complaint/reported'
import { inclusionPath, merkleRoot, treeOf } from '@yima/shared/trail/merkle'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { freshBytes } from '../random.ts'
import { beginning, hashParts, type Reader } from '../trail/root.ts'
import { signTrail, trailKeyOf } from '../trail/sign.ts'
import { sha256 } from '../vault.ts'
import { recordComplaintEvent } from './desk-store.ts'
import { complaint, complaintEvent, complaintRoot } from './table.ts'

export const leafBytes = 32
type RootRow = typeof complaintRoot.$inferSelect

/** As everybody reads it: without its leaves, which say nothing and are many. */
export const publicRoot = ({ countyCode, number, day, root, previous, keyId, signature }: RootRow): ComplaintRoot => ({
  ...{ county: countyCode, number, day, root: root.toString('hex'), previous: previous.toString('hex') },
  ...{ key: keyId, signature: signature.toString('base64url') },
})

/** The newest days first; `before`: older than this number. */
export const listComplaintRoots = (db: Reader, countyCode: string, { before, most }: { before?: number; most: number }): Promise<RootRow[]> =>
  db
    .select()
    .from(complaintRoot)
    .where(and(eq(complaintRoot.countyCode, countyCode), before === undefined ? sql`true` : lt(complaintRoot.number, before)))
    .orderBy(desc(complaintRoot.number))
    .limit(most)

/** The chain of a complaint begins with the very bytes that were sealed, and with the office that got them: what a proof names. */
export async function beginChain(
  tx: Transaction,
  of: { id: string; countyCode: string },
  { unit, day, sealed }: { unit: string; day: string; sealed: Buffer },
): Promise<void> {
  await recordComplaintEvent(tx, of, { type: 'filed', actorId: null, day, detail: { unit, digest: sha256(sealed).toString('hex') } })
  const [first] = await tx.select({ hash: complaintEvent.hash }).from(complaintEvent).where(eq(complaintEvent.complaintId, of.id))
  await tx.update(complaint).set({ filedUnit: unit, filedDigest: first?.hash ?? null }).where(eq(complaint.id, of.id))
}

type Chain = { id: string; day: string; first: Buffer; head: Buffer }

const saltOf = ({ vault }: Pick<Deps, 'vault'>, { id, day }: Pick<Chain, 'id' | 'day'>): Buffer => vault.index('complaint-leaf', `${id} ${day}`)

const leafOf = async (deps: Pick<Deps, 'vault'>, chain: Chain): Promise<Buffer> =>
  Buffer.from(await complaintLeaf(hashParts, { salt: saltOf(deps, chain), first: chain.first, head: chain.head }))

/** Chains that went on since the last signed day; what has no room today has it tomorrow, which nobody notices. */
async function changedChains(tx: Transaction, countyCode: string, day: string): Promise<(Chain & { number: number })[]> {
  const { rows } = await tx.execute<{ id: string; number: number; head: Buffer; first: Buffer }>(sql`
    SELECT c.id, l.number, l.hash AS head, c.filed_digest AS first
      FROM complaint c
      CROSS JOIN LATERAL (
        SELECT e.number, e.hash FROM complaint_event e WHERE e.complaint_id = c.id AND e.day <= ${day}::date
         ORDER BY e.number DESC LIMIT 1) l
     WHERE c.county_code = ${countyCode} AND l.number > c.rooted AND c.filed_digest IS NOT NULL
     ORDER BY c.filed_on, c.id LIMIT ${leavesPerDay}`)
  return rows.map((row) => ({ ...row, day }))
}

const lockOf = (countyCode: string) => sql`pg_try_advisory_xact_lock(hashtext(${`complaint root ${countyCode}`}))`

/**
 * Ends yesterday for complaints, once, whichever process comes first. Every day has as many leaves as every other, in an order
 * that chance gave; days on which nothing ran are one signature.
 */
export async function closeComplaintDay(deps: Deps): Promise<void> {
  const { countyCode } = deps.config
  const day = addDays(deps.clock.today(), -1)
  const [known] = await listComplaintRoots(deps.db, countyCode, { most: 1 })
  if (known && known.day >= day) return
  await inTransaction(deps.db, async (tx) => {
    const { rows } = await tx.execute<{ alone: boolean }>(sql`SELECT ${lockOf(countyCode)} AS alone`)
    const [last] = await listComplaintRoots(tx, countyCode, { most: 1 })
    if (rows[0]?.alone !== true || (last && last.day >= day)) return
    const chains = await changedChains(tx, countyCode, day)
    const leaves = await Promise.all(chains.map((chain) => leafOf(deps, chain)))
    while (leaves.length < leavesPerDay) leaves.push(freshBytes(leafBytes))
    // Salted as they are, their own order is chance.
    leaves.sort((one, other) => one.compare(other))
    const signed = {
      ...{ countyCode, number: (last?.number ?? 0) + 1, day, keyId: trailKeyOf(deps).id },
      root: Buffer.from(await merkleRoot(hashParts, leaves)),
      previous: last ? sha256(complaintRootText(publicRoot(last))) : beginning,
    }
    const text = complaintRootText(publicRoot({ ...signed, leaves: beginning, signature: beginning }))
    await tx.insert(complaintRoot).values({ ...signed, leaves: Buffer.concat(leaves), signature: Buffer.from(signTrail(deps, text), 'base64url') })
    for (const { id, number, head } of chains) {
      await tx.update(complaint).set({ rooted: number }).where(eq(complaint.id, id))
      const isNew = and(eq(complaint.id, id), isNull(complaint.firstRoot))
      await tx.update(complaint).set({ firstRoot: signed.number, firstHead: head }).where(isNew)
    }
  })
}

type Placed = Pick<typeof complaint.$inferSelect, 'id' | 'countyCode' | 'filedDigest' | 'firstRoot' | 'firstHead'>

/** Where a complaint lies under the first signed day that covers it; null before that. */
export async function placeOfComplaint(deps: Pick<Deps, 'vault'>, db: Reader, of: Placed): Promise<ReportedProof['place']> {
  if (of.firstRoot === null || !of.firstHead || !of.filedDigest) return null
  const [row] = await db.select().from(complaintRoot).where(and(eq(complaintRoot.countyCode, of.countyCode), eq(complaintRoot.number, of.firstRoot)))
  if (!row) return null
  const chain: Chain = { id: of.id, day: row.day, first: of.filedDigest, head: of.firstHead }
  const leaf = await leafOf(deps, chain)
  const leaves = Array.from({ length: leavesPerDay }, (_, at) => row.leaves.subarray(at * leafBytes, (at + 1) * leafBytes))
  const index = leaves.findIndex((one) => one.equals(leaf))
  if (index < 0) return null
  const path = inclusionPath(await treeOf(hashParts, leaves), index).map((hash) => Buffer.from(hash).toString('hex'))
  return { root: publicRoot(row), index, path, salt: saltOf(deps, chain).toString('hex'), head: of.firstHead.toString('hex') }
}
