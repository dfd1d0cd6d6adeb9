import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { RouteOffice } from '@yima/shared/complaint/keys'
import type { Transaction } from '../db/transaction.ts'
import type { Reader } from '../organisation/load.ts'
import { officer } from '../region/table.ts'
import { officeKey, readerKey } from './key-table.ts'
import { complaintKey } from './table.ts'
import { takeKeys } from './taken.ts'

/** A reader key that holds: signed by the key of the office in which its officer still works. */
export type LiveReader = { officerId: string; unitId: string; recipient: string; signature: string; officeKey: string; madeOn: string }

/** Every reader key of a county, and of the city and province around it, that holds. */
export async function liveReaders(db: Reader): Promise<LiveReader[]> {
  const rows = await db
    .select({
      officerId: readerKey.officerId,
      unitId: officeKey.unitId,
      recipient: readerKey.recipient,
      signature: readerKey.signature,
      officeKey: officeKey.publicKey,
      madeOn: readerKey.madeOn,
    })
    .from(readerKey)
    .innerJoin(officeKey, eq(officeKey.id, readerKey.officeKeyId))
    .innerJoin(officer, and(eq(officer.id, readerKey.officerId), eq(officer.unitId, officeKey.unitId)))
    .where(
      and(isNull(readerKey.endedOn), isNull(officeKey.endedOn), isNotNull(readerKey.signature), eq(officer.active, true)),
    )
    .orderBy(readerKey.officerId)
  return rows.flatMap(({ signature, ...row }) => (signature === null ? [] : [{ ...row, signature }]))
}

/** Keys of each office before the one that holds, as far as each signed the next; the oldest first. */
export async function handedKeys(db: Reader): Promise<ReadonlyMap<string, RouteOffice['handed']>> {
  const rows = await db.select().from(officeKey).where(isNotNull(officeKey.handed)).orderBy(officeKey.madeOn, officeKey.id)
  const byUnit = new Map<string, { from: string; signature: string; to: string }[]>()
  for (const { unitId, publicKey: to, handedFrom, handed } of rows) {
    if (handedFrom === null || handed === null) continue
    const before = byUnit.get(unitId) ?? []
    // A key that nobody handed on ends what was before it.
    byUnit.set(unitId, [...(before.at(-1)?.to === handedFrom ? before : []), { from: handedFrom, signature: handed, to }])
  }
  return new Map([...byUnit].map(([unitId, chain]) => [unitId, chain.map(({ from, signature }) => ({ from, signature }))]))
}

/** What was sealed for these officers is theirs no longer; what they opened before stays read. */
export const takeAwayKeys = (tx: Transaction, officers: readonly string[]): Promise<unknown> =>
  takeKeys(tx, inArray(complaintKey.reader, [...officers]))
