import { desc, eq, sql } from 'drizzle-orm'
import type { keyEvents } from '@yima/shared/complaint/keys'
import type { OrganisationEvent } from '@yima/shared/organisation/evolve'
import type { CsvKind } from '@yima/shared/organisation/csv'
import type { Change, Organisation } from '@yima/shared/organisation/organisation'
import { insertRows } from '../db/insert.ts'
import type { Transaction } from '../db/transaction.ts'
import { sha256 } from '../vault.ts'
import { organisationEvent } from './table.ts'

/** Whom or what a change is about, as the organisation stood before it: under this name it stands in a history. */
export function subjectOf(change: Change, { absences }: Pick<Organisation, 'absences'>): string {
  switch (change.type) {
    case 'add-region':
    case 'rename-region':
    case 'close-region':
      return change.code
    case 'set-duty':
      return change.unitId
    case 'set-absence':
    case 'add-relative':
    case 'end-relative':
      return change.officerId
    case 'add-unit':
    case 'change-unit':
    case 'close-unit':
    case 'add-officer':
    case 'change-officer':
    case 'end-officer':
    case 'reactivate-officer':
      return change.id
    case 'end-absence':
      return absences.find(({ id }) => id === change.id)?.officerId ?? change.id
    default:
      return change satisfies never
  }
}

type Row = typeof organisationEvent.$inferSelect

const beginning = Buffer.alloc(32)

/** The hash of one event: every field of the row and the hash before it. */
export const organisationHash = (row: Omit<Row, 'hash'>): Buffer =>
  sha256(
    JSON.stringify([
      row.countyCode,
      row.number,
      row.type,
      row.at.toISOString(),
      row.actorId,
      row.changeId,
      row.subject,
      row.payload,
    ]),
    row.previousHash,
  )

/** Any number that no other part locks. */
const lock = 990_102

/** One change of a county at a time: what is decided is decided on what stands, not on what stood. */
export const turn = (tx: Transaction, county: string) =>
  tx.execute(sql`SELECT pg_advisory_xact_lock(${lock}, ${Number(county)})`)

export type Place = { countyCode: string; actorId: string | null; at: Date }

/** What happens beside the changes and belongs to the same history: who was let in, who stepped aside, and who looked. */
export type Noted =
  | OrganisationEvent
  | { type: 'sign-in-link-sent'; id: string; phoneEnd: string; until: string }
  | { type: 'relative-declared'; id: string; kinship: string }
  | { type: 'relatives-looked-at'; id: string }
  | { type: 'duty-number-told' | 'duty-number-unheard'; id: string }
  | { type: 'table-handed-out'; id: string; kind: CsvKind }
  /** A list of claims of which some will be looked at again, before anybody can know which (api/src/spot-check). */
  | { type: 'check-list-laid-down'; id: string; quarter: string; digest: string }
  /** Keys of supervising offices: public, so that nobody changes one unseen. */
  | { type: (typeof keyEvents)[number]; id: string; reason?: string; key?: string }

/** What the row itself says of an event; the change and its reason stand there once. */
function payloadOf(event: Noted): Record<string, unknown> {
  switch (event.type) {
    case 'change-proposed': {
      const { change, reason, effectiveOn, state } = event.pending
      return { change, reason, effectiveOn, second: state === 'proposed' }
    }
    case 'change-declined':
      return { reason: event.reason }
    case 'change-took-effect':
      return { on: event.on }
    case 'change-lapsed':
      return { why: event.why }
    case 'sign-in-link-sent':
      return { phoneEnd: event.phoneEnd, until: event.until }
    case 'relative-declared':
      return { kinship: event.kinship }
    case 'table-handed-out':
      return { kind: event.kind }
    case 'check-list-laid-down':
      return { quarter: event.quarter, digest: event.digest }
    case 'office-key-made':
    case 'office-key-ended':
    case 'reader-key-signed':
    case 'reader-key-ended':
      return { ...(event.reason && { reason: event.reason }), ...(event.key && { key: event.key }) }
    case 'relatives-looked-at':
    case 'duty-number-told':
    case 'duty-number-unheard':
    case 'change-confirmed':
    case 'change-withdrawn':
      return {}
    default:
      return event satisfies never
  }
}

const changeIdOf = (event: Noted): string => (event.type === 'change-proposed' ? event.pending.id : event.id)

/**
 * Appends to the county's chain in the caller's transaction. Two writers after the same number: the second
 * breaks the primary key; `turn` keeps them from meeting.
 */
export async function record(
  tx: Transaction,
  { countyCode, actorId, at }: Place,
  events: readonly { event: Noted; subject: string }[],
): Promise<void> {
  const [last] = await tx
    .select({ number: organisationEvent.number, hash: organisationEvent.hash })
    .from(organisationEvent)
    .where(eq(organisationEvent.countyCode, countyCode))
    .orderBy(desc(organisationEvent.number))
    .limit(1)
  let number = last?.number ?? 0
  let previousHash = last?.hash ?? beginning
  const rows = events.map(({ event, subject }): Row => {
    number += 1
    const head = {
      countyCode,
      number,
      type: event.type,
      at,
      actorId,
      changeId: changeIdOf(event),
      subject,
      payload: JSON.stringify(payloadOf(event)),
      previousHash,
    }
    const hash = organisationHash(head)
    previousHash = hash
    return { ...head, hash }
  })
  await insertRows(tx, organisationEvent, rows)
}
