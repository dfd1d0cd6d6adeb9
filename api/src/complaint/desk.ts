import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { holidays } from '@yima/shared/calendar/holidays'
import { allowedAtDesk, dueOf, isOverdue } from '@yima/shared/complaint/desk'
import type { ComplaintInbox, ComplaintItem, DeskComplaint } from '@yima/shared/complaint/desk-contract'
import type { Concern } from '@yima/shared/complaint/routing'
import type { Organisation } from '@yima/shared/organisation/organisation'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { countyOf } from '../organisation/load.ts'
import { officer as officerTable, unit } from '../region/table.ts'
import { requireWork } from '../work/reach.ts'
import { colleaguesOf, nextOf, sendableTo } from './desk-offices.ts'
import { asksOf, noteOpened, standingOf, type ComplaintRow, type KeptRoute } from './desk-store.ts'
import { keptNow, loadKnown, mayReadNow, type Known } from './exclusions.ts'
import { findEvidence } from './evidence.ts'
import { renewalOf } from './renewal.ts'
import { behindContents, complaint, complaintAsk, complaintEvent, complaintKey, complaintMessage } from './table.ts'

type Officer = OfficerSession['officer']

/**
 * Complaints that an officer can open: sealed for the own key, and with the own office. What is excluded, what lies elsewhere and what does
 * not exist is the same to this condition: a row that is not there.
 */
const atDesk = ({ id, unitId }: Officer) =>
  and(eq(complaintKey.reader, id), eq(complaintKey.opens, 'contents'), eq(complaint.receivingUnit, unitId))

export type Reached = Known & { row: ComplaintRow; key: Buffer; kept: KeptRoute }

/**
 * One complaint of the own desk, held. Throws `not-found` for everybody else’s as for none, and for whoever has turned out to be
 * excluded since it was sealed for them.
 */
export async function reach(tx: Transaction, deps: Pick<Deps, 'vault' | 'clock' | 'config'>, officer: Officer, id: string): Promise<Reached> {
  requireWork(officer, 'read-complaint')
  const [found] = await tx
    .select({ row: complaint, key: complaintKey.file })
    .from(complaint)
    .innerJoin(complaintKey, eq(complaintKey.complaintId, complaint.id))
    .where(and(eq(complaint.id, id), atDesk(officer)))
    .for('update', { of: complaint })
  // Loaded whether there is one or not: how long an answer takes says nothing.
  const known = await loadKnown(tx, deps, countyOf(deps, officer))
  if (!found || !mayReadNow(deps, found.row, known, officer.id)) throw new Problem('not-found')
  return { ...found, ...known, kept: keptNow(deps, found.row, known) }
}

type Lasts = { answered: boolean; waits: boolean }

const itemOf = (row: ComplaintRow, today: string, { answered, waits }: Lasts): ComplaintItem => {
  const { id, filedOn, kind, category, named, state, finding, status, cameUp, reopened } = row
  return {
    ...{ id, filedOn, kind, category, named, state, finding, status, cameUp, reopened, answered, waits },
    ...{ due: dueOf(row), late: isOverdue(row, today) },
  }
}

/** Whether the last word of each is the reporter’s, and whether something of each waits for this officer as a second person. */
const lasts = (officer: Officer) => ({
  answered: sql<boolean>`coalesce((
    SELECT m.by = 'reporter' AND m.number > 1 FROM ${complaintMessage} m
     WHERE m.complaint_id = ${complaint.id} AND m.by IN ('reporter', 'office') ORDER BY m.number DESC LIMIT 1), false)`,
  waits: sql<boolean>`EXISTS (
    SELECT FROM ${complaintAsk} a WHERE a.complaint_id = ${complaint.id} AND a.state = 'waiting' AND a.asked_by <> ${officer.id})`,
})

/** What this officer can read, what is due first in front; what is decided behind. */
export async function inboxOf(deps: Deps, officer: Officer): Promise<ComplaintInbox> {
  requireWork(officer, 'read-complaint')
  const today = deps.clock.today()
  const rows = await deps.db
    .select({ row: complaint, ...lasts(officer) })
    .from(complaint)
    .innerJoin(complaintKey, eq(complaintKey.complaintId, complaint.id))
    .where(atDesk(officer))
    .orderBy(complaint.filedOn, complaint.id)
  const known = await loadKnown(deps.db, deps, countyOf(deps, officer))
  const items = rows.flatMap(({ row, ...last }) => (mayReadNow(deps, row, known, officer.id) ? [itemOf(row, today, last)] : []))
  const rank = ({ due }: ComplaintItem): string => due ?? '9999'
  return { today, items: items.sort((one, other) => rank(one).localeCompare(rank(other))) }
}

const namesOf = async (tx: Transaction, ids: readonly (string | null)[]): Promise<Map<string, string>> => {
  const known = [...new Set(ids.filter((id) => id !== null))]
  const rows = known.length === 0 ? [] : await tx.select({ id: officerTable.id, name: officerTable.name }).from(officerTable).where(inArray(officerTable.id, known))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** What an event says besides its type, in a word that the page can name. */
const detailOf = (detail: string): string | null => {
  const { finding, status, what, to } = JSON.parse(detail) as Record<string, unknown>
  const said = finding ?? status ?? what ?? to
  return typeof said === 'string' ? said : null
}

async function historyOf(tx: Transaction, row: ComplaintRow) {
  const events = await tx.select().from(complaintEvent).where(eq(complaintEvent.complaintId, row.id)).orderBy(desc(complaintEvent.number))
  const asks = await asksOf(tx, row.id)
  const names = await namesOf(tx, [...events.map(({ actorId }) => actorId), ...asks.flatMap((one) => [one.askedBy, one.answeredBy])])
  const nameOf = (id: string | null): string | null => (id === null ? null : (names.get(id) ?? ''))
  return {
    asks,
    nameOf,
    history: events.map(({ type, day, actorId, detail }) => ({ type, day, by: nameOf(actorId), detail: detailOf(detail) })),
  }
}

/**
 * The secret of the name behind it, sealed to the complaint itself (of earlier ones for this officer): given only once a second person
 * has granted it. The server holds it back until then.
 */
async function identityKeyOf(tx: Transaction, row: ComplaintRow, officer: Officer, granted: boolean): Promise<string | null> {
  if (!granted) return null
  const [key] = await tx
    .select({ file: complaintKey.file })
    .from(complaintKey)
    .where(and(eq(complaintKey.complaintId, row.id), eq(complaintKey.opens, 'identity'), inArray(complaintKey.reader, [officer.id, behindContents])))
  return key?.file.toString('base64') ?? null
}

const messagesOf = async (tx: Transaction, id: string, identity: boolean) => {
  const rows = await tx.select().from(complaintMessage).where(eq(complaintMessage.complaintId, id)).orderBy(complaintMessage.number)
  return rows
    .filter(({ by }) => identity || by !== 'identity')
    .map(({ number, by, day, sealed }) => ({ number, by, day, sealed: sealed.toString('base64') }))
}

/** Others of the same desk with which it could go on together. */
async function othersOf(tx: Transaction, deps: Pick<Deps, 'vault'>, officer: Officer, id: string, known: Known) {
  const rows = await tx
    .select({ row: complaint })
    .from(complaint)
    .innerJoin(complaintKey, eq(complaintKey.complaintId, complaint.id))
    .where(and(atDesk(officer), inArray(complaint.state, ['filed', 'accepted', 'asked']), sql`${complaint.id} <> ${id}`))
    .orderBy(complaint.filedOn, complaint.id)
  const readable = rows.filter(({ row }) => mayReadNow(deps, row, known, officer.id))
  return readable.map(({ row: { id: other, filedOn, category } }) => ({ id: other, filedOn, category }))
}

/** With which other it goes on, as far as this officer can open that one: who reads this may be excluded from the other. */
async function joinedFor(tx: Transaction, deps: Pick<Deps, 'vault'>, officer: Officer, { joinedWith }: ComplaintRow, known: Known): Promise<string | null> {
  if (joinedWith === null) return null
  const [other] = await tx
    .select({ row: complaint })
    .from(complaint)
    .innerJoin(complaintKey, eq(complaintKey.complaintId, complaint.id))
    .where(and(eq(complaint.id, joinedWith), atDesk(officer)))
  return other && mayReadNow(deps, other.row, known, officer.id) ? other.row.id : null
}

const concernOf = ({ place, accused, accusedUnits }: Concern, { officers, units }: Organisation): DeskComplaint['concern'] => ({
  place,
  officers: accused.map((id) => ({ id, name: officers[id]?.name ?? '' })),
  units: accusedUnits.map((id) => ({ id, name: units[id]?.name ?? '' })),
})

/** All of it, sealed, with what opens it for this officer; that they opened it is noted. */
export const complaintAtDesk = (deps: Deps, officer: Officer, id: string): Promise<DeskComplaint> =>
  inTransaction(deps.db, async (tx) => {
    const { row, key, kept, routing, kin } = await reach(tx, deps, officer, id)
    const today = deps.clock.today()
    await noteOpened(tx, row, officer.id, today)
    const { asks, nameOf, history } = await historyOf(tx, row)
    const joinedWith = await joinedFor(tx, deps, officer, row, { routing, kin })
    const standing = standingOf(row, asks)
    const granted = asks.some(({ what, state }) => what === 'identity' && state === 'granted')
    const [office] = await tx.select({ id: unit.id, name: unit.name }).from(unit).where(eq(unit.id, row.receivingUnit))
    const sealedFor = await tx.select({ reader: complaintKey.reader }).from(complaintKey).where(and(eq(complaintKey.complaintId, id), eq(complaintKey.opens, 'contents')))
    const readers = new Set(sealedFor.map(({ reader }) => reader))
    const messages = await messagesOf(tx, id, granted)
    const last = messages.filter(({ by }) => by === 'reporter' || by === 'office').at(-1)
    const answered = last !== undefined && last.by === 'reporter' && last.number > 1
    const waits = standing.waiting.some(({ by }) => by !== officer.id)
    return {
      ...itemOf(row, today, { answered, waits }),
      ...{ version: row.version, office: office ?? { id: '', name: '' }, acceptBy: row.acceptBy, finishBy: row.finishBy },
      ...{ extended: row.extended, rating: row.rating, joinedWith, recipient: row.recipient },
      key: key.toString('base64'),
      identityKey: await identityKeyOf(tx, row, officer, granted),
      messages,
      // That there is another is nothing for whoever cannot open it.
      history: history.filter(({ type }) => type !== 'joined' || joinedWith !== null),
      asks: asks.map((one) => ({
        ...{ id: one.id, what: one.what, category: one.category, state: one.state, day: one.askedOn, own: one.askedBy === officer.id },
        ...{ by: nameOf(one.askedBy) ?? '', answeredBy: nameOf(one.answeredBy), answeredOn: one.answeredOn },
      })),
      colleagues: colleaguesOf(routing, kept, row, readers),
      next: nextOf(routing, kept, row, readers),
      renewal: row.renew ? renewalOf(routing, kept, row) : null,
      offices: sendableTo(routing, kept, row),
      others: await othersOf(tx, deps, officer, id, { routing, kin }),
      concern: concernOf(kept.concern, routing.organisation),
      allowed: allowedAtDesk(standing, { actor: officer.id, today, holidays }),
    }
  })

/** A sealed part of its evidence. Throws `not-found` for everybody else’s as for none. */
export const partAtDesk = (deps: Deps, officer: Officer, { id, file, part }: { id: string; file: string; part: number }): Promise<string> =>
  inTransaction(deps.db, async (tx) => {
    const { row } = await reach(tx, deps, officer, id)
    const sealed = await findEvidence(tx, row.id, file, part)
    if (!sealed) throw new Problem('not-found')
    return sealed.toString('base64')
  })
