import { asc, eq, sql } from 'drizzle-orm'
import { holidays } from '@yima/shared/calendar/holidays'
import type { ClaimState } from '@yima/shared/claim/claim'
import { claimDue } from '@yima/shared/claim/workflow'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { nextLook } from '@yima/shared/process/clock'
import type { Process } from '@yima/shared/process/process'
import { waitsForMoney } from '@yima/shared/reserve/late'
import { countOwed } from '@yima/shared/reserve/owed'
import { nextSteps } from '@yima/shared/process/stage'
import { insertRows } from '../db/insert.ts'
import type { Reader, Transaction } from '../db/transaction.ts'
import { open, seal } from '../vault.ts'
import { desksOf, waitsAt } from './departments.ts'
import { claim } from './table.ts'

/** What of a claim can be read without a key, as lists of desks need it. */
export type ClaimRow = Pick<
  typeof claim.$inferSelect,
  'state' | 'dueOn' | 'dueProvisional' | 'paused' | 'waits' | 'warned' | 'raised' | 'desks'
> & { programme: ProgrammeId }

export type StoredClaim = { id: string; applicationId: string; state: ClaimState }

/**
 * What the row repeats of the state, so that it can be searched without a key.
 * @param signed both wordings were agreed to, and not left to the visit
 */
function columnsOf(state: ClaimState, key: Buffer, signed: boolean) {
  const owed = countOwed(state.process, { signed, papers: state.papers }, holidays)
  const due = claimDue(state, holidays)
  const { process } = state
  return {
    state: state.state,
    origin: state.origin,
    handlerId: state.handler,
    dueOn: due?.date ?? null,
    dueProvisional: due?.provisional ?? false,
    paused: (process ?? state).paused !== null,
    waits: process === null ? [] : waitsAt(state.programme, process),
    lookOn: process === null ? null : nextLook(process, holidays),
    warned: process?.warned ?? null,
    raised: process !== null && Object.keys(process.raised).length > 0,
    urged: process?.urged ?? false,
    sentTo: process?.sent?.to ?? null,
    sentOn: process?.sent && process.sent.to !== null ? process.sent.since : null,
    desks: process === null ? [] : desksOf(process),
    papersOwed: owed?.besides ?? null,
    cardOwed: owed?.card ?? false,
    papersDueOn: owed?.due.date ?? null,
    payFirst: waitsForMoney(state),
    sealed: seal(key, asHappened(state)),
  }
}

/** The row follows from the events alone: who assisted stands in no event of the claim. */
function asHappened(state: ClaimState): ClaimState {
  if (state.process?.assisted === undefined) return state
  const { assisted: _, ...process } = state.process
  return { ...state, process }
}

type Place = { applicationId: string; countyCode: string; openedAt: Date; key: Buffer; signed: boolean }

type Row = typeof claim.$inferSelect & { programme: ProgrammeId }

/** Claims as they are written for the first time. */
export function rowsOf(
  { key, signed, ...where }: Place,
  claims: readonly { id: string; state: ClaimState }[],
): Row[] {
  return claims.map(({ id, state }) => ({ id, programme: state.programme, ...where, ...columnsOf(state, key, signed) }))
}

export const insertClaims = (tx: Transaction, rows: readonly Row[]): Promise<unknown> =>
  insertRows(tx, claim, rows)

export async function updateClaim(
  tx: Transaction,
  key: Buffer,
  id: string,
  state: ClaimState,
  signed: boolean,
): Promise<void> {
  await tx.update(claim).set(columnsOf(state, key, signed)).where(eq(claim.id, id))
}

type Written = Omit<ClaimState, 'process'> & {
  process?: (Omit<Process, 'openSince'> & { openSince: Process['openSince'] | string }) | null
}

/** Steps that were open had one day for all of them before each had its own. */
function processIn({ process }: Written): Process | null {
  if (!process) return null
  const { openSince } = process
  if (typeof openSince !== 'string') return { ...process, openSince }
  const bare: Process = { ...process, openSince: {} }
  return { ...bare, openSince: Object.fromEntries(nextSteps(bare).map((step) => [step, openSince])) }
}

/** A claim as it lies in its row; what was written before claims had a process has none. */
export function stateIn(key: Buffer, sealed: Buffer): ClaimState {
  const written = open<Written>(key, sealed)
  return { ...written, process: processIn(written) }
}

/** Whoever wrote for the applicant, or lent them a phone, has had a hand in it: it is decided by another. */
function withAssisted(state: ClaimState, assisted: readonly string[]): ClaimState {
  const { process } = state
  if (process === null || assisted.length === 0) return state
  return { ...state, process: { ...process, assisted } }
}

/** The claims of an application in the order in which they were opened. */
export async function claimsOf(db: Reader, key: Buffer, applicationId: string): Promise<StoredClaim[]> {
  const rows = await db
    .select({
      row: claim,
      assisted: sql<string[]>`ARRAY(SELECT DISTINCT officer_id::text FROM assist WHERE application_id = ${applicationId})`,
    })
    .from(claim)
    .where(eq(claim.applicationId, applicationId))
    .orderBy(asc(claim.openedAt), asc(claim.id))
  return rows.map(({ row, assisted }) => ({ id: row.id, applicationId, state: withAssisted(stateIn(key, row.sealed), assisted) }))
}
