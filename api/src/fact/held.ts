import { and, asc, eq, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { businessDate } from '@yima/shared/calendar/deadline'
import type { ClaimState } from '@yima/shared/claim/claim'
import { factsIn, rulesOf } from '@yima/shared/decision/rules'
import { isFactKey, type FactKey } from '@yima/shared/fact/dictionary'
import type { FactChoice, HeldFact } from '@yima/shared/fact/held'
import { isOpenFor } from '@yima/shared/process/commands'
import { namesOf } from '@yima/shared/process/seat'
import type { Change, Held } from '../application/act.ts'
import { insertRows } from '../db/insert.ts'
import type { Reader, Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { open, seal } from '../vault.ts'
import { factChoice, heldFact } from './table.ts'

/** What somebody else than the applicant says, before it has an id and a moment. */
export type NewFact = Pick<HeldFact, 'key' | 'member' | 'value' | 'from' | 'asOf' | 'consent'> & {
  source: 'department' | 'visit' | 'document'
  /** The paper or rule it rests on, and why, where an officer writes it down. */
  basis?: string
  reason?: string
}
type Sealed = Omit<NewFact, 'consent'>

type Of = Pick<Held, 'row' | 'key' | 'content' | 'person'>

/** What the applicant stated, and what was read in the own words. */
function saidIn({ content, row }: Of): HeldFact[] {
  return content.facts.flatMap(({ fact: key, member, value, source, asOf }): HeldFact[] =>
    isFactKey(key)
      ? [
          {
            id: [source, member, key].join('.'),
            key,
            member,
            value: value as HeldFact['value'],
            source,
            from: row.personId,
            asOf: businessDate(new Date(asOf)),
            at: asOf,
            consent: null,
            fenced: false,
          },
        ]
      : [],
  )
}

/** Everything anybody says of the family of an application, also what is fenced; what counts, `settle` says. */
export async function factsOf(db: Reader, _deps: Deps, held: Of): Promise<HeldFact[]> {
  const rows = await db
    .select()
    .from(heldFact)
    .where(eq(heldFact.applicationId, held.row.id))
    .orderBy(asc(heldFact.at), asc(heldFact.id))
  const others = rows.map(({ id, consentId, fencedAt, sealed, at }): HeldFact => {
    const { key, member, value, source, from, asOf } = open<Sealed>(held.key, sealed)
    const when = { asOf, at: at.toISOString() }
    return { id, key, member, value, source, from, ...when, consent: consentId, fenced: fencedAt !== null }
  })
  return [...saidIn(held), ...others]
}

/** What was decided between values that differed. */
export async function choicesOf(db: Reader, held: Of): Promise<FactChoice[]> {
  const rows = await db.select().from(factChoice).where(eq(factChoice.applicationId, held.row.id))
  return rows.map(({ sealed, at }) => ({
    ...open<Omit<FactChoice, 'at'>>(held.key, sealed),
    at: at.toISOString(),
  }))
}

/**
 * Whoever settles what a claim is decided by does not decide it as well: an officer's hand stands in every claim on its way
 * whose rules read one of these. What departments answer by themselves is nobody's hand.
 */
export function foldSettlers(change: Change, keys: readonly FactKey[]): void {
  foldHandsWhere(change, ({ programme }) => {
    const read = factsIn(rulesOf(programme))
    return keys.some((key) => read.has(key))
  })
}

/** The same of every claim that rests on a check of means: whoever copies a department's letter settles what it says. */
export const foldCopyist = (change: Change): void => foldHandsWhere(change, ({ process }) => process?.plan.means === true)

function foldHandsWhere(change: Change, rests: (state: ClaimState) => boolean): void {
  const { actor } = change
  if (actor.kind !== 'officer') return
  const by = namesOf(actor)
  for (const { id, state } of change.claims) {
    const { process } = state
    if (process === null || !isOpenFor(process, 'settle-facts')) continue
    const known = [...process.hands, ...(process.settlers ?? [])]
    if (rests(state) && !by.every((one) => known.includes(one)))
      change.follow(id, { type: 'settle-facts', by })
  }
}

/** Writes down what somebody else says, with its event; the caller saves the change. Returns the ids, in order. */
export async function addFacts(
  tx: Transaction,
  deps: Deps,
  change: Change,
  facts: readonly NewFact[],
): Promise<string[]> {
  if (facts.length === 0) return []
  const { row, key } = change.held
  const at = deps.clock.now()
  const rows = facts.map(({ consent, ...fact }) => ({
    id: uuidv7(),
    countyCode: row.countyCode,
    applicationId: row.id,
    consentId: consent,
    fencedAt: null,
    sealed: seal(key, fact satisfies Sealed),
    at,
  }))
  await insertRows(tx, heldFact, rows)
  const added = facts.map((fact, one) => ({ ...fact, id: rows[one]?.id }))
  change.note({ type: 'facts-added', payload: { facts: added } })
  foldSettlers(change, facts.map(({ key: fact }) => fact))
  return rows.map(({ id }) => id)
}

/** Writes down which of several values holds, with its event; the caller saves the change. */
export async function addChoice(
  tx: Transaction,
  deps: Deps,
  change: Change,
  choice: Omit<FactChoice, 'at'>,
): Promise<void> {
  const { row, key } = change.held
  const where = { countyCode: row.countyCode, applicationId: row.id, at: deps.clock.now() }
  await insertRows(tx, factChoice, [{ id: uuidv7(), ...where, sealed: seal(key, choice) }])
  change.note({ type: 'fact-chosen', payload: choice })
  foldSettlers(change, [choice.key])
}

/**
 * A consent was withdrawn: nothing that was asked under it counts any more. Returns how many facts it fenced; with its
 * event, where there were any. The caller saves the change.
 */
export async function fenceFacts(
  tx: Transaction,
  deps: Deps,
  change: Change,
  consentId: string,
): Promise<number> {
  const fenced = await tx
    .update(heldFact)
    .set({ fencedAt: deps.clock.now() })
    .where(
      and(
        eq(heldFact.applicationId, change.held.row.id),
        eq(heldFact.consentId, consentId),
        isNull(heldFact.fencedAt),
      ),
    )
    .returning({ id: heldFact.id })
  if (fenced.length > 0) change.note({ type: 'facts-fenced', payload: { consent: consentId } })
  return fenced.length
}
