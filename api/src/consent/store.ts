import { asc, eq } from 'drizzle-orm'
import { lastDayOf, type Authorisation } from '@yima/shared/consent/authorisation'
import { insertRows } from '../db/insert.ts'
import type { Reader, Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { open, seal } from '../vault.ts'
import { authorisation } from './table.ts'

/** What lies beside an authorisation and is shown to fewer. */
export type Detail = {
  idNumber: string | null
  /** The signature as it was drawn, a small PNG in base64; null where a witness stands for it. */
  signature: string | null
  witness: string
  /** Why it was refused, withdrawn or struck, where somebody said so. */
  reason: string
}

/** An authorisation with what lies beside it, and where it lies. */
export type Stored = {
  state: Authorisation
  detail: Detail
  row: Pick<typeof authorisation.$inferSelect, 'number' | 'tokenHash' | 'spokenIndex' | 'linkEnds' | 'toldAt'>
}

type Sealed = { state: Authorisation; detail: Detail }
export type Place = { applicationId: string; countyCode: string; key: Buffer }

/** How an authorisation is found by the ID number it is about; null where nobody knows it. */
export const indexOf = ({ vault }: Pick<Deps, 'vault'>, idNumber: string | null): Buffer | null =>
  idNumber === null ? null : vault.index('id-number', idNumber)

export const toStored = (key: Buffer, row: typeof authorisation.$inferSelect): Stored => ({
  ...open<Sealed>(key, row.sealed),
  row,
})

/** Everything that was ever asked for an application, in the order in which it was. */
export async function storedOf(db: Reader, key: Buffer, applicationId: string): Promise<Stored[]> {
  const rows = await db
    .select()
    .from(authorisation)
    .where(eq(authorisation.applicationId, applicationId))
    .orderBy(asc(authorisation.number))
  return rows.map((row) => toStored(key, row))
}

const columnsOf = (deps: Pick<Deps, 'vault'>, key: Buffer, { state, detail, row }: Stored) => ({
  state: state.state,
  untilOn: lastDayOf(state),
  sealed: seal(key, { state, detail } satisfies Sealed),
  numberIndex: indexOf(deps, detail.idNumber),
  tokenHash: row.tokenHash,
  spokenIndex: row.spokenIndex,
  linkEnds: row.linkEnds,
  toldAt: row.toldAt,
})

export async function insertStored(
  tx: Transaction,
  deps: Deps,
  { key, ...where }: Place,
  all: readonly Stored[],
): Promise<void> {
  const createdAt = deps.clock.now()
  const rows = all.map((one) => ({
    ...{ id: one.state.id, ...where, number: one.row.number, createdAt },
    ...columnsOf(deps, key, one),
  }))
  await insertRows(tx, authorisation, rows)
}

export async function updateStored(tx: Transaction, deps: Deps, { key }: Place, one: Stored): Promise<void> {
  await tx
    .update(authorisation)
    .set(columnsOf(deps, key, one))
    .where(eq(authorisation.id, one.state.id))
}
