import { and, desc, eq, or, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { decide, evolve, inForce } from '@yima/shared/family/mandate'
import type { MandateCommand, MandateContext, MandateState, Scope } from '@yima/shared/family/mandate'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { refusalOf } from '../http/refusal.ts'
import type { Identity } from '../identity/own.ts'
import type { Reader } from './people.ts'
import { note, type Doer } from './record.ts'
import { mandate } from './table.ts'

export type MandateRow = typeof mandate.$inferSelect

/** How a mandate stands, as the decider sees it. */
export const mandateState = (row: MandateRow): MandateState => ({
  giver: row.giverId,
  helper: row.helperId,
  scopes: row.scopes as Scope[],
  from: row.fromOn,
  until: row.untilOn,
  how: row.how,
  ended: row.endedOn && row.endedBy ? { on: row.endedOn, by: row.endedBy } : null,
})

const columnsOf = ({ helper, scopes, until, ended }: MandateState) => ({
  helperId: helper,
  scopes: [...scopes],
  untilOn: until,
  endedOn: ended?.on ?? null,
  endedBy: ended?.by ?? null,
})

/** Where on the page it can be mended; elsewhere it is the moment that does not fit. */
const mendable: Record<string, string> = {
  'too-long': 'until',
  over: 'until',
  'no-scope': 'scopes',
  'not-more': 'scopes',
}

function decided(state: MandateState | undefined, command: MandateCommand, context: MandateContext) {
  const answer = decide(state, command, context)
  if (!('refused' in answer)) return answer
  throw refusalOf(answer, 'mandate', mendable, 'mandate-')
}

type Gift = Extract<MandateCommand, { type: 'give' }>

/** Gives a mandate in the caller's transaction. Throws `invalid-input`, `not-allowed-now`. */
export async function giveMandate(
  tx: Transaction,
  deps: Deps,
  giver: Identity,
  gift: Omit<Gift, 'type' | 'giver'>,
  { by, more = {} }: { by: Doer; more?: Record<string, unknown> },
): Promise<MandateRow> {
  const actor =
    by.kind === 'officer' && by.id
      ? ({ kind: 'officer', id: by.id } as const)
      : ({ kind: 'person', id: giver.id } as const)
  const command = { ...gift, type: 'give', giver: giver.id } as const
  const events = decided(undefined, command, { actor, today: deps.clock.today() })
  const state = events.reduce<MandateState | undefined>(evolve, undefined)
  if (!state) throw new Error('A mandate began with nothing')
  const id = uuidv7()
  const { countyCode } = giver
  const entries = events.map(({ type, ...payload }) => ({
    about: giver.id,
    type,
    payload: { ...payload, ...more },
  }))
  const lastEvent = await note(tx, deps, { stream: id, after: 0, countyCode, by }, entries)
  const row: MandateRow = {
    id,
    countyCode,
    giverId: giver.id,
    fromOn: state.from,
    how: state.how,
    givenBefore: by.kind === 'officer' ? by.id : null,
    lastEvent,
    createdAt: deps.clock.now(),
    ...columnsOf(state),
  }
  await tx.insert(mandate).values(row)
  return row
}

/** A mandate, locked until the transaction ends. Throws `not-found`. */
export async function holdMandate(tx: Reader, id: string): Promise<MandateRow> {
  const [row] = await tx.select().from(mandate).where(eq(mandate.id, id)).for('update')
  if (!row) throw new Problem('not-found')
  return row
}

/** Gives a command to a mandate that is held and writes what follows. Throws `not-allowed-now`, `invalid-input`. */
export async function commandMandate(
  tx: Transaction,
  deps: Deps,
  row: MandateRow,
  command: Exclude<MandateCommand, Gift>,
  { actor, by, more = {} }: { actor: MandateContext['actor']; by: Doer; more?: Record<string, unknown> },
): Promise<MandateRow> {
  const before = mandateState(row)
  const events = decided(before, command, { actor, today: deps.clock.today() })
  const state = events.reduce<MandateState>(evolve, before)
  const entries = events.map(({ type, ...payload }) => ({
    about: row.giverId,
    type,
    payload: { ...payload, ...more },
  }))
  const { id: stream, lastEvent: after, countyCode } = row
  const lastEvent = await note(tx, deps, { stream, after, countyCode, by }, entries)
  const changed = { ...columnsOf(state), lastEvent }
  await tx.update(mandate).set(changed).where(eq(mandate.id, row.id))
  return { ...row, ...changed }
}

/** What a helper did is told in the mandate's own trail too: there its giver reads it. Throws `not-found` once it is over. */
export async function noteUse(
  tx: Transaction,
  deps: Deps,
  id: string,
  { what, receipt, by }: { what: string; receipt?: string | undefined; by: Doer },
): Promise<void> {
  const row = await holdMandate(tx, id)
  if (!inForce(mandateState(row), deps.clock.today())) throw new Problem('not-found')
  const entry = { about: row.giverId, type: 'mandate-used', payload: { what, receipt: receipt ?? null } }
  const { id: stream, lastEvent: after, countyCode } = row
  const lastEvent = await note(tx, deps, { stream, after, countyCode, by }, [entry])
  await tx.update(mandate).set({ lastEvent }).where(eq(mandate.id, id))
}

/** Whoever ended the account is named to nobody any more. */
const ofLiving = sql`NOT EXISTS (
  SELECT 1 FROM identity i
   WHERE i.id IN (${mandate.giverId}, ${mandate.helperId}) AND i.closed_at IS NOT NULL)`

/**
 * Mandates somebody gave or was given, newest first; above all those that they gave and that go on: nobody
 * pushes one out of its giver's sight by giving them fifty others.
 */
export const mandatesOf = (db: Reader, person: string): Promise<MandateRow[]> =>
  db
    .select()
    .from(mandate)
    .where(and(or(eq(mandate.giverId, person), eq(mandate.helperId, person)), ofLiving))
    .orderBy(sql`${mandate.giverId} = ${person} AND ${mandate.endedOn} IS NULL DESC`, desc(mandate.createdAt))
    .limit(50)
