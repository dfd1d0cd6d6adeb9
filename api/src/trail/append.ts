import { and, eq } from 'drizzle-orm'
import { eventText } from '@yima/shared/trail/statement'
import { insertRows } from '../db/insert.ts'
import type { Transaction } from '../db/transaction.ts'
import { freshBytes } from '../random.ts'
import { allOf } from '../together.ts'
import { sealJson, sha256 } from '../vault.ts'
import { event, eventPayload } from './table.ts'

export type Actor = { kind: 'resident' | 'officer' | 'system'; id: string | null }

export type TrailEntry = { type: string; payload: Record<string, unknown> }

/** Where events go: which stream, after which number, about whom, by whom, when. */
export type TrailPlace = {
  stream: string
  /** Number of the stream's last event; 0 begins it. */
  after: number
  at: Date
  actor: Actor
  person: { id: string; key: Buffer }
  countyCode: string
  /** Kept in every payload: who acted in whose place. */
  names?: Record<string, unknown>
}

const beginning = Buffer.alloc(32)

async function lastHash(tx: Transaction, stream: string, number: number): Promise<Buffer> {
  const [row] = await tx
    .select({ hash: event.hash })
    .from(event)
    .where(and(eq(event.stream, stream), eq(event.number, number)))
  if (!row) throw new Error('A stream lost its last event')
  return row.hash
}

/** The hash of one event: every field of the row and the hash before it. */
export function eventHash(row: {
  stream: string
  number: number
  type: string
  at: Date
  actorKind: Actor['kind']
  actorId: string | null
  payloadDigest: Buffer
  previousHash: Buffer
}): Buffer {
  const { stream, payloadDigest, previousHash, at, ...head } = row
  return sha256(eventText(stream, { ...head, at: at.toISOString() }), payloadDigest, previousHash)
}

type Links = {
  rows: (typeof event.$inferSelect)[]
  payloads: (typeof eventPayload.$inferSelect)[]
  /** Where the stream stands behind them. */
  head: { number: number; hash: Buffer }
}

/**
 * Events as they follow one another behind `previousHash`, not yet written. The digest is salted and the salt lies
 * inside the sealed payload: without the person's key nobody can guess a payload from its digest.
 */
function link(place: TrailPlace, previousHash: Buffer, entries: readonly TrailEntry[]): Links {
  const links: Links = { rows: [], payloads: [], head: { number: place.after, hash: previousHash } }
  for (const { type, payload } of entries) {
    const number = links.head.number + 1
    const salted = JSON.stringify({ ...payload, ...place.names, salt: freshBytes(16).toString('base64') })
    const row = {
      stream: place.stream,
      number,
      type,
      at: place.at,
      actorKind: place.actor.kind,
      actorId: place.actor.id,
      countyCode: place.countyCode,
      payloadDigest: sha256(salted),
      previousHash: links.head.hash,
    }
    const hash = eventHash(row)
    links.rows.push({ ...row, hash })
    links.payloads.push({
      stream: place.stream,
      number,
      personId: place.person.id,
      countyCode: place.countyCode,
      sealed: sealJson(place.person.key, salted),
    })
    links.head = { number, hash }
  }
  return links
}

async function write(tx: Transaction, { rows, payloads }: Links): Promise<void> {
  if (rows.length > 0) await allOf([insertRows(tx, event, rows), insertRows(tx, eventPayload, payloads)])
}

/**
 * Begins a stream and says at once where it stands behind its first events: a receipt is signed over it. The
 * rows are on their way; `written` answers for them.
 */
export function begin(
  tx: Transaction,
  place: Omit<TrailPlace, 'after'>,
  entries: readonly TrailEntry[],
): { head: { number: number; hash: Buffer }; written: Promise<void> } {
  const links = link({ ...place, after: 0 }, beginning, entries)
  return { head: links.head, written: write(tx, links) }
}

/**
 * Appends events to a stream in the caller's transaction and returns the last number. Two writers after the same
 * number: the second breaks the primary key, which `api/src/http` answers as `changed-meanwhile`.
 */
export async function append(
  tx: Transaction,
  place: TrailPlace,
  entries: readonly TrailEntry[],
): Promise<number> {
  const previous = place.after === 0 ? beginning : await lastHash(tx, place.stream, place.after)
  const links = link(place, previous, entries)
  await write(tx, links)
  return links.head.number
}
