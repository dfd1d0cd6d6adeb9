import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { kindOf } from '@yima/shared/complaint/category'
import type { DeskEvent, DeskStanding } from '@yima/shared/complaint/desk'
import { evolve } from '@yima/shared/complaint/desk'
import { withBefore, type Concern, type Excluded } from '@yima/shared/complaint/routing'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { sha256, type Vault } from '../vault.ts'
import { complaint, complaintAsk, complaintEvent } from './table.ts'
import { eraseContents } from './tombstone.ts'

export type ComplaintRow = typeof complaint.$inferSelect
type Ask = typeof complaintAsk.$inferSelect

/** Whom it is about and who must never know of it, as it was routed. */
export type KeptRoute = Excluded & { concern: Concern }

export const openKeptRoute = (vault: Vault, { sealedRoute }: Pick<ComplaintRow, 'sealedRoute'>): KeptRoute =>
  JSON.parse(vault.openField(sealedRoute)) as KeptRoute

/** The same concern with everybody excluded who ever was: nobody is let in again. */
export const concernNow = ({ concern, ...excluded }: KeptRoute): Concern => withBefore(concern, excluded)

export const asksOf = (tx: Transaction, id: string): Promise<Ask[]> =>
  tx.select().from(complaintAsk).where(eq(complaintAsk.complaintId, id)).orderBy(asc(complaintAsk.askedOn), asc(complaintAsk.id))

export const standingOf = (row: ComplaintRow, asks: readonly Ask[]): DeskStanding => {
  const { state, receivingUnit: unit, category, named, reopened, acceptBy, finishBy } = row
  const { extended, status, finding, decidedBy, decidedBefore, joinedWith } = row
  const waiting = asks.filter((one) => one.state === 'waiting')
  return {
    ...{ state, unit, category, named, reopened, acceptBy, finishBy, extended, status, finding, decidedBy, decidedBefore, joinedWith },
    waiting: waiting.map(({ id, what, askedBy: by, category: to }) => ({ id, what, by, category: to })),
  }
}

const beginning = Buffer.alloc(32)

type EventRow = Omit<typeof complaintEvent.$inferSelect, 'hash'>
/** The hash of one event: every field of the row and the hash before it. */
export const complaintHash = (row: EventRow): Buffer =>
  sha256(
    JSON.stringify([row.complaintId, row.number, row.countyCode, row.type, row.day, row.actorId, row.detail]),
    row.previousHash,
  )

/** Appends to the chain of a complaint; the caller holds its row. Days, never moments. */
export async function recordComplaintEvent(
  tx: Transaction,
  of: Pick<ComplaintRow, 'id' | 'countyCode'>,
  { type, actorId, day, detail = {} }: { type: string; actorId: string | null; day: string; detail?: Record<string, unknown> },
): Promise<void> {
  const [last] = await tx
    .select({ number: complaintEvent.number, hash: complaintEvent.hash })
    .from(complaintEvent)
    .where(eq(complaintEvent.complaintId, of.id))
    .orderBy(desc(complaintEvent.number))
    .limit(1)
  const row: EventRow = {
    ...{ complaintId: of.id, number: (last?.number ?? 0) + 1, countyCode: of.countyCode, type, day, actorId },
    ...{ detail: JSON.stringify(detail), previousHash: last?.hash ?? beginning },
  }
  await tx.insert(complaintEvent).values({ ...row, hash: complaintHash(row) })
}

/** That somebody opened it, once a day: whoever looks is seen here, too. */
export async function noteOpened(tx: Transaction, row: ComplaintRow, actorId: string, day: string): Promise<void> {
  const { complaintId: of, type, actorId: by, day: on } = complaintEvent
  const [seen] = await tx
    .select({ number: complaintEvent.number })
    .from(complaintEvent)
    .where(and(eq(of, row.id), eq(type, 'opened'), eq(by, actorId), eq(on, day)))
    .limit(1)
  if (!seen) await recordComplaintEvent(tx, row, { type: 'opened', actorId, day })
}

type Doer = { actorId: string | null; day: string }

/** What an event leaves in rows of their own. */
async function follow(tx: Transaction, deps: Pick<Deps, 'clock' | 'vault'>, row: ComplaintRow, event: DeskEvent, { actorId, day }: Doer): Promise<void> {
  if (event.type === 'second-asked')
    await tx.insert(complaintAsk).values({
      ...{ id: event.id, complaintId: row.id, countyCode: row.countyCode, what: event.what, category: event.category },
      ...{ askedBy: event.by, askedOn: day, state: 'waiting' },
    })
  if (event.type === 'transferred' || event.type === 'went-up')
    await tx.update(complaintAsk).set({ state: 'ended' }).where(and(eq(complaintAsk.complaintId, row.id), inArray(complaintAsk.state, ['waiting', 'granted'])))
  if (event.type !== 'second-granted' && event.type !== 'second-refused') return
  const state = event.type === 'second-granted' ? 'granted' : 'refused'
  await tx.update(complaintAsk).set({ state, answeredBy: actorId, answeredOn: day }).where(eq(complaintAsk.id, event.id))
  if (state === 'granted' && event.what === 'deletion') await eraseContents(tx, deps, row, 'two')
}

/** Writes what was decided: the row, the chain, and what follows; the caller holds the row. Answers its version. */
export async function applyEvents(
  tx: Transaction,
  deps: Pick<Deps, 'clock' | 'vault'>,
  row: ComplaintRow,
  standing: DeskStanding,
  { events, actorId }: { events: readonly DeskEvent[]; actorId: string | null },
): Promise<{ version: number; state: ComplaintRow['state'] }> {
  const day = deps.clock.today()
  const after = events.reduce(evolve, standing)
  for (const { type, ...detail } of events) await recordComplaintEvent(tx, row, { type, actorId, day, detail })
  const { state, unit, category, acceptBy, finishBy, extended, status, finding, decidedBy, decidedBefore, joinedWith } = after
  const version = row.version + 1
  await tx
    .update(complaint)
    .set({
      ...{ state, receivingUnit: unit, category, kind: kindOf(category), acceptBy, finishBy, extended, status, finding },
      ...{ decidedBy, decidedBefore: [...decidedBefore], joinedWith, version },
      ...(events.some(({ type }) => type === 'decided') ? { decidedOn: day } : {}),
      ...(events.some(({ type }) => type === 'went-up') ? { cameUp: true } : {}),
    })
    .where(eq(complaint.id, row.id))
  // Last: what is erased stays so.
  for (const event of events) await follow(tx, deps, row, event, { actorId, day })
  return { version, state }
}
