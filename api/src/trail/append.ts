import { and, eq } from 'drizzle-orm'
import { insertRows } from '../db/insert.ts'
import type { Transaction } from '../db/transaction.ts'
import { freshBytes } from '../random.ts'
import { seal, sha256 } from '../vault.ts'
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
  actorKind: string
  actorId: string | null
  payloadDigest: Buffer
  previousHash: Buffer
}): Buffer {
  const { stream, number, type, at, actorKind, actorId, payloadDigest, previousHash } = row
  const head = JSON.stringify([stream, number, type, at.toISOString(), actorKind, actorId])
  return sha256(head, payloadDigest, previousHash)
}

/**
 * Appends events to a stream in the caller's transaction and returns the last number.
 * The digest is salted and the salt lies inside the sealed payload: without the person's key
 * nobody can guess a payload from its digest. Two writers after the same number: the second
 * breaks the primary key, which `api/src/http` answers as `changed-meanwhile`.
 */
export async function append(
  tx: Transaction,
  place: TrailPlace,
  entries: readonly TrailEntry[],
): Promise<number> {
  // A new stream waits for nothing: its events are on their way when this returns.
  let previousHash = place.after === 0 ? beginning : await lastHash(tx, place.stream, place.after)
  let number = place.after
  const rows = []
  const payloads = []
  for (const { type, payload } of entries) {
    number += 1
    const salted = { ...payload, ...place.names, salt: freshBytes(16).toString('base64') }
    const row = {
      stream: place.stream,
      number,
      type,
      at: place.at,
      actorKind: place.actor.kind,
      actorId: place.actor.id,
      countyCode: place.countyCode,
      payloadDigest: sha256(JSON.stringify(salted)),
      previousHash,
    }
    const hash = eventHash(row)
    rows.push({ ...row, hash })
    payloads.push({
      stream: place.stream,
      number,
      personId: place.person.id,
      countyCode: place.countyCode,
      sealed: seal(place.person.key, salted),
    })
    previousHash = hash
  }
  if (rows.length === 0) return number
  await Promise.all([insertRows(tx, event, rows), insertRows(tx, eventPayload, payloads)])
  return number
}
