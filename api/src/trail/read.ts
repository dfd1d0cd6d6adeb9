import { and, asc, eq } from 'drizzle-orm'
import type { Reader } from '../db/transaction.ts'
import { open } from '../vault.ts'
import { officer, unit } from '../region/table.ts'
import { event, eventPayload } from './table.ts'

export type StoredEvent = {
  number: number
  type: string
  at: Date
  /** The officer's name and office; null for the resident and the machine. */
  by: string | null
  /** The officer's office alone. */
  office: string | null
  actorKind: 'resident' | 'officer' | 'system'
  payload: Record<string, unknown>
}

/** Who acts for a colleague who is away signs with both names. */
export const signedName = (name: string, deputyFor: unknown): string =>
  typeof deputyFor === 'string' ? `${name}（代${deputyFor}）` : name

/** What happened in a stream, oldest first, opened with the person's key. */
export async function eventsOf(db: Reader, key: Buffer, stream: string): Promise<StoredEvent[]> {
  const rows = await db
    .select({
      number: event.number,
      type: event.type,
      at: event.at,
      actorKind: event.actorKind,
      sealed: eventPayload.sealed,
      name: officer.name,
      unit: unit.name,
    })
    .from(event)
    .innerJoin(
      eventPayload,
      and(eq(eventPayload.stream, event.stream), eq(eventPayload.number, event.number)),
    )
    .leftJoin(officer, eq(officer.id, event.actorId))
    .leftJoin(unit, eq(unit.id, officer.unitId))
    .where(eq(event.stream, stream))
    .orderBy(asc(event.number))
  return rows.map(({ sealed, name, unit: office, ...row }) => {
    const payload = open<Record<string, unknown>>(key, sealed)
    const { deputyFor } = payload
    return { ...row, office: office ?? null, by: name ? `${office ?? ''} ${signedName(name, deputyFor)}`.trim() : null, payload }
  })
}
