import { and, asc, eq, ne, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Contests } from '@yima/shared/verification/contest'
import type { Query } from '@yima/shared/verification/query'
import type { ReportItem } from '@yima/shared/verification/report-item'
import type { Reader, Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { person } from '../identity/table.ts'
import { append, type Actor, type TrailEntry } from '../trail/append.ts'
import { open, seal } from '../vault.ts'
import { query, verification } from './table.ts'

/** What lies sealed in a verification. */
export type VerificationContent = {
  /** Whom it is about, by consent: the name, and who it is among the members of the application. */
  people: Readonly<Record<string, { name: string; member: string | null; own: boolean }>>
  items: readonly ReportItem[] | null
  contests: Contests
  /** Ids of facts that rest on several people's answers. */
  facts: readonly string[]
  /** Ids of facts that rest on one person's answer; of checks before they were written down, none. */
  apart?: readonly string[]
}

/** What lies sealed in an answered query. */
export type KeptAnswer = {
  answer: unknown
  letter?: {
    paper: string
    by: string
    name: string
    /** Of the paper: for the office alone, for it may be about another adult than whoever applied. */
    pictures?: readonly string[]
  }
}

/** What was answered, opened; undefined while nothing was. */
export const keptIn = (key: Buffer, { sealed }: Pick<QueryRow, 'sealed'>): KeptAnswer | undefined =>
  sealed === null ? undefined : open<KeptAnswer>(key, sealed)

export type VerificationRow = typeof verification.$inferSelect
export type QueryRow = typeof query.$inferSelect
export type Opened = { row: VerificationRow; key: Buffer; content: VerificationContent }

/** The one that counts: running, reported or, where nothing else is, the last that was voided. */
export async function findVerification(
  tx: Reader,
  key: Buffer,
  applicationId: string,
): Promise<Opened | undefined> {
  const [row] = await tx
    .select()
    .from(verification)
    .where(and(eq(verification.applicationId, applicationId), ne(verification.state, 'replaced')))
    .orderBy(sql`${verification.startedAt} DESC`, sql`${verification.id} DESC`)
    .limit(1)
  return row && { row, key, content: open<VerificationContent>(key, row.sealed) }
}

/** Locks one until the transaction ends; undefined where it is erased or gone. */
export async function holdVerification(
  tx: Transaction,
  { vault }: Pick<Deps, 'vault'>,
  id: string,
): Promise<Opened | undefined> {
  const [found] = await tx
    .select({ row: verification, wrapped: person.keyWrapped })
    .from(verification)
    .innerJoin(person, eq(person.id, verification.personId))
    .where(eq(verification.id, id))
    .for('update', { of: verification })
  if (!found?.wrapped) return undefined
  const key = vault.unwrap(found.wrapped)
  return { row: found.row, key, content: open<VerificationContent>(key, found.row.sealed) }
}

/** Queries of a verification as they stand, each department's and person's last round. */
export async function queriesOf(tx: Reader, verificationId: string): Promise<QueryRow[]> {
  const rows = await everyQueryOf(tx, verificationId)
  const last = new Map(rows.map((row) => [`${row.consentId} ${row.source}`, row]))
  return [...last.values()]
}

/** Every query of a verification, those of earlier rounds too. */
export const everyQueryOf = (tx: Reader, verificationId: string): Promise<QueryRow[]> =>
  tx
    .select()
    .from(query)
    .where(eq(query.verificationId, verificationId))
    .orderBy(asc(query.round), asc(query.id))

/** The row as the decider sees it, and back. */
export const standingOf = ({ state, attempts, nextAt, why }: QueryRow): Query => ({
  state,
  attempts,
  nextAt: nextAt?.getTime() ?? null,
  why,
})

const columnsOf = ({ state, attempts, nextAt, why }: Query) => ({
  state,
  attempts,
  why,
  nextAt: nextAt === null ? null : new Date(nextAt),
})

type Change = { row: QueryRow; to: Query; answer?: { asOf: string; kept: KeptAnswer } }

/**
 * Changes to queries of one held verification, and the events that say so, in one transaction. Of an answer the trail
 * keeps that it came and how it was judged; what it says lies in the query alone.
 */
export async function changeQueries(
  tx: Transaction,
  deps: Pick<Deps, 'clock'>,
  held: Opened,
  changes: readonly Change[],
  actor: Actor = { kind: 'system', id: null },
): Promise<void> {
  for (const { row, to, answer } of changes) {
    const kept = answer
      ? { asOf: answer.asOf, sealed: seal(held.key, answer.kept) }
      : { asOf: null, sealed: null }
    await tx
      .update(query)
      .set({ ...columnsOf(to), ...kept })
      .where(eq(query.id, row.id))
  }
  await noteIn(
    tx,
    deps,
    held,
    changes.map(({ row, to, answer }) => ({
      type: `query-${to.state}`,
      payload: {
        query: row.id,
        source: row.source,
        consent: row.consentId,
        attempts: to.attempts,
        why: to.why,
        asOf: answer?.asOf ?? null,
      },
    })),
    actor,
  )
}

/** Adds to the trail of a held verification. */
export async function noteIn(
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  held: Opened,
  entries: readonly TrailEntry[],
  actor: Actor = { kind: 'system', id: null },
): Promise<void> {
  if (entries.length === 0) return
  const { row, key } = held
  const lastEvent = await append(
    tx,
    {
      stream: row.id,
      after: row.lastEvent,
      at: clock.now(),
      actor,
      person: { id: row.personId, key },
      countyCode: row.countyCode,
    },
    entries,
  )
  await tx.update(verification).set({ lastEvent }).where(eq(verification.id, row.id))
  held.row = { ...row, lastEvent }
}

/** Writes what lies sealed in a held verification, and its columns. */
export async function rewrite(
  tx: Transaction,
  held: Opened,
  content: VerificationContent,
  columns: Partial<Pick<VerificationRow, 'state' | 'reportId' | 'madeOn'>> = {},
): Promise<void> {
  await tx
    .update(verification)
    .set({ ...columns, sealed: seal(held.key, content) })
    .where(eq(verification.id, held.row.id))
  held.content = content
  held.row = { ...held.row, ...columns }
}

type Wanted = { consent: string; source: QueryRow['source']; connected: boolean; round?: number }

/** Questions to be asked, each once. */
export const freshQueries = (
  { row }: { row: Pick<VerificationRow, 'id' | 'countyCode'> },
  wanted: readonly Wanted[],
  now: Date,
): QueryRow[] =>
  wanted.map(({ consent, source, connected, round = 1 }) => ({
    id: uuidv7(),
    countyCode: row.countyCode,
    verificationId: row.id,
    consentId: consent,
    source,
    round,
    state: 'waiting',
    attempts: 0,
    why: connected ? null : 'no-connection',
    nextAt: connected ? now : null,
    asOf: null,
    sealed: null,
  }))
