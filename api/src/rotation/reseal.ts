import type pg from 'pg'
import type { Vault } from '../vault.ts'
import { tablesUnderMasterKey, type MasterTable } from './columns.ts'

/** Few enough that nobody waits for a row longer than a blink. */
const batchRows = 100

type Row = { place: string } & Record<string, Buffer | string | null>

/** Fields that another master key sealed. */
const outdated = ({ columns }: MasterTable): string =>
  columns.map((column) => `(octet_length(${column}) > 0 AND get_byte(${column}, 0) <> $1)`).join(' OR ')

const byteOf = (id: string): number => parseInt(id, 16)

/**
 * Seals the outdated fields of up to a hundred rows after `after` anew. A row that somebody else is
 * writing is left for the next pass, so that nobody ever waits for us while we wait for them.
 * @returns where to go on, or undefined at the end of the table, and how many fields were sealed anew
 */
async function resealBatch(
  connection: pg.ClientBase, vault: Vault, source: MasterTable, after: string,
): Promise<{ next: string | undefined; fields: number }> {
  const { table, columns } = source
  const current = byteOf(vault.current)
  const { rows } = await connection.query<Row>(
    `SELECT ctid::text AS place, ${columns.join(', ')} FROM ${table}
      WHERE ctid > $2::tid AND (${outdated(source)}) ORDER BY ctid LIMIT ${batchRows} FOR UPDATE SKIP LOCKED`,
    [current, after],
  )
  let fields = 0
  for (const row of rows) {
    const sealed = columns.map((column) => {
      const value = row[column]
      if (!Buffer.isBuffer(value) || value[0] === current) return value
      fields += 1
      return vault.reseal(value)
    })
    const set = columns.map((column, at) => `${column} = $${at + 2}`).join(', ')
    await connection.query(`UPDATE ${table} SET ${set} WHERE ctid = $1::tid`, [row.place, ...sealed])
  }
  return { next: rows.length < batchRows ? undefined : rows.at(-1)?.place, fields }
}

/** How one batch is made to hold: in a transaction of its own, or inside the caller's. */
export type InBatch = <Result>(work: (connection: pg.ClientBase) => Promise<Result>) => Promise<Result>

/** One pass over everything under the master key. Returns how many fields were sealed anew. */
export async function resealOnce(
  inBatch: InBatch, vault: Vault, tell: (fields: number) => void = () => undefined,
): Promise<number> {
  let total = 0
  for (const source of await inBatch(tablesUnderMasterKey)) {
    let next: string | undefined = '(0,0)'
    while (next !== undefined) {
      const after: string = next
      const done = await inBatch((connection) => resealBatch(connection, vault, source, after))
      total += done.fields
      tell(total)
      next = done.next
    }
  }
  return total
}

/** How many rows still need another master key than the current one. */
export async function countOutdated(connection: Pick<pg.ClientBase, 'query'>, vault: Vault): Promise<number> {
  let total = 0
  for (const source of await tablesUnderMasterKey(connection)) {
    const { rows } = await connection.query<{ count: string }>(
      `SELECT count(*) FROM ${source.table} WHERE ${outdated(source)}`, [byteOf(vault.current)],
    )
    total += Number(rows[0]?.count ?? 0)
  }
  return total
}
