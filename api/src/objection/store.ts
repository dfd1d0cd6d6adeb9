import { and, asc, eq, inArray, isNotNull, lt, sql, type SQL } from 'drizzle-orm'
import type { ObjectionBody, ObjectionFor } from '@yima/shared/objection/contract'
import { evolve, type Objection, type ObjectionEvent } from '@yima/shared/objection/objection'
import { nextLook } from '@yima/shared/objection/workflow'
import { Problem } from '@yima/shared/problem'
import type { Reader, Transaction } from '../db/transaction.ts'
import { file } from '../file/table.ts'
import type { Deps } from '../http/context.ts'
import { open, seal } from '../vault.ts'
import { objection, objectionEvent } from './table.ts'

/** What was said, by whom if they want to be asked back. */
export type Said = Pick<ObjectionBody, 'wrongs' | 'words' | 'photos'> & Pick<ObjectionFor, 'named'> & Partial<Pick<ObjectionFor, 'read'>>

export type ObjectionRow = typeof objection.$inferSelect

/** An objection opened: its row, its key, and how it stands. */
export type Held = { row: ObjectionRow; key: Buffer; state: Objection }

/** Who did something with it. Whoever objected is nobody that is known. */
export type Doer = { kind: 'objector' | 'system' } | { kind: 'officer'; id: string; deputyFor?: string | undefined }

/** What the row repeats of the state, so that it can be searched without a key. */
const columnsOf = (key: Buffer, state: Objection) => ({
  state: state.state,
  effect: state.effect,
  lookOn: nextLook(state),
  standing: seal(key, state),
})

type Entry = { type: string } & Record<string, unknown>

function rowsOf(
  { id, countyCode }: Pick<ObjectionRow, 'id' | 'countyCode'>,
  key: Buffer,
  after: number,
  at: Date,
  by: Doer,
  entries: readonly Entry[],
) {
  const deputy = by.kind === 'officer' && by.deputyFor !== undefined ? { deputyFor: by.deputyFor } : {}
  return entries.map(({ type, ...payload }, nth) => ({
    objectionId: id,
    number: after + nth + 1,
    countyCode,
    type,
    at,
    actorKind: by.kind,
    actorId: by.kind === 'officer' ? by.id : null,
    sealed: seal(key, { ...payload, ...deputy }),
  }))
}

/** Where it came from, and how it is found again. */
export type Place = Pick<
  ObjectionRow,
  'id' | 'countyCode' | 'regionCode' | 'noticeId' | 'applicationId' | 'claimId' | 'receiptIndex' | 'fourIndex' | 'filedAt'
> & Partial<Pick<ObjectionRow, 'writtenBy'>>

/** Writes one that has come, with the beginning of its history. */
export async function insertObjection(
  tx: Transaction,
  { vault }: Deps,
  place: Place,
  said: Said,
  event: ObjectionEvent,
): Promise<void> {
  const { key, wrapped } = vault.newKey()
  const state = evolve(undefined, event)
  const sealed = seal(key, said)
  await tx.insert(objection).values({ ...place, keyWrapped: wrapped, sealed, lastEvent: 1, ...columnsOf(key, state) })
  await tx.insert(objectionEvent).values(rowsOf(place, key, 0, place.filedAt, { kind: 'objector' }, [event]))
}

function opened({ vault }: Deps, row: ObjectionRow): Held[] {
  if (row.keyWrapped === null) return []
  const key = vault.unwrap(row.keyWrapped)
  return [{ row, key, state: open<Objection>(key, row.standing) }]
}

/** One of them for a change, locked until the transaction ends; hold its application before. Throws `not-found`. */
export async function holdObjection(tx: Transaction, deps: Deps, id: string): Promise<Held> {
  const [row] = await tx.select().from(objection).where(eq(objection.id, id)).for('update')
  const [held] = row ? opened(deps, row) : []
  if (!held) throw new Problem('not-found')
  return held
}

export async function findObjection(db: Reader, deps: Deps, id: string): Promise<Held | undefined> {
  const [row] = await db.select().from(objection).where(eq(objection.id, id))
  return row && opened(deps, row)[0]
}

/** All objections that were ever made about these claims. */
export async function objectionsOf(db: Reader, deps: Deps, claims: readonly string[]): Promise<Held[]> {
  if (claims.length === 0) return []
  const rows = await db
    .select()
    .from(objection)
    .where(and(inArray(objection.claimId, [...claims]), isNotNull(objection.keyWrapped)))
    .orderBy(asc(objection.id))
  return rows.flatMap((row) => opened(deps, row))
}

/** Where one stands among those that wait: what went up first, then by the day on which somebody looks again. */
const standsAt = sql`coalesce(${objection.lookOn}, date '0001-01-01')`
export const markOf = ({ row }: Held): string => `${row.lookOn ?? '0001-01-01'}~${row.id}`

/** The next of those of a county that wait for somebody, in the order of their days. `near`: what lies near enough. */
export async function openObjections(
  db: Reader, deps: Deps, { county, near, after, most }: { county: string; near: SQL; after: string | undefined; most: number },
): Promise<Held[]> {
  const [day, id] = after?.split('~') ?? []
  const behind = day === undefined ? sql`true` : sql`(${standsAt}, ${objection.id}) > (${day}::date, ${id}::uuid)`
  const open_ = and(eq(objection.countyCode, county), inArray(objection.state, ['filed', 'admitted']), isNotNull(objection.keyWrapped))
  const rows = await db.select().from(objection).where(and(open_, near, behind)).orderBy(standsAt, asc(objection.id)).limit(most)
  return rows.flatMap((row) => opened(deps, row))
}

/** Of which something is due by this day. */
export const dueObjections = ({ db }: Deps, today: string) =>
  db
    .select({ id: objection.id, applicationId: objection.applicationId, claimId: objection.claimId })
    .from(objection)
    .where(and(isNotNull(objection.lookOn), lt(objection.lookOn, sql`${today}::date + 1`), isNotNull(objection.keyWrapped)))
    .orderBy(asc(objection.lookOn), asc(objection.id))
    .limit(200)

export const saidIn = ({ row, key }: Held): Said => open<Said>(key, row.sealed)

/** Writes what happened, and the row as it is afterwards. */
export async function change(
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  { row, key, state }: Held,
  by: Doer,
  events: readonly ObjectionEvent[],
): Promise<Held> {
  const after = events.reduce<Objection>(evolve, state)
  const lastEvent = row.lastEvent + events.length
  await tx.insert(objectionEvent).values(rowsOf(row, key, row.lastEvent, clock.now(), by, events))
  const [written] = await tx
    .update(objection)
    .set({ ...columnsOf(key, after), lastEvent })
    .where(eq(objection.id, row.id))
    .returning()
  return { row: written ?? row, key, state: after }
}

/** That an officer saw who and what it is: whoever looks is seen. */
export async function noteSeen(
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  { row, key }: Held,
  by: Doer,
): Promise<void> {
  await tx.insert(objectionEvent).values(rowsOf(row, key, row.lastEvent, clock.now(), by, [{ type: 'objection-seen' }]))
  await tx.update(objection).set({ lastEvent: row.lastEvent + 1 }).where(eq(objection.id, row.id))
}

/** Throws away what was said about a request that is erased: the keys of its objections and the pictures sent with them. */
export async function forgetObjections(tx: Transaction, applicationId: string): Promise<void> {
  const about = eq(objection.applicationId, applicationId)
  await tx.delete(file).where(inArray(file.objectionId, tx.select({ id: objection.id }).from(objection).where(about)))
  await tx.update(objection).set({ keyWrapped: null, lookOn: null }).where(about)
}
