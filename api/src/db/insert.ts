import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Transaction } from './transaction.ts'

type Statement = { text: string; columns: [key: string, column: PgColumn][] }

/** Texts by table and number of rows: a connection prepares each once, and nobody composes it anew. */
const statements = new Map<string, Statement>()

/** More rows at once are rare: their text is not kept. */
const mostKept = 12

function compose(table: PgTable, rows: number): Statement {
  const columns = Object.entries<PgColumn>(getTableColumns(table))
  const names = columns.map(([, column]) => `"${column.name}"`).join(', ')
  const places = Array.from({ length: rows }, (_, row) => {
    const numbers = columns.map((_column, at) => `$${row * columns.length + at + 1}`)
    return `(${numbers.join(', ')})`
  })
  return { text: `INSERT INTO "${getTableName(table)}" (${names}) VALUES ${places.join(', ')}`, columns }
}

function statementFor(table: PgTable, name: string, rows: number): Statement {
  const kept = statements.get(name)
  if (kept) return kept
  const made = compose(table, rows)
  if (rows <= mostKept) statements.set(name, made)
  return made
}

/**
 * Inserts whole rows of a table by a statement that every connection prepares once. It is on its way
 * when this returns, before any later statement of the transaction.
 */
export function insertRows<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  rows: readonly Table['$inferSelect'][],
): Promise<unknown> {
  if (rows.length === 0) return Promise.resolve()
  const name = `insert ${getTableName(table)} ${rows.length}`
  const { text, columns } = statementFor(table, name, rows.length)
  const values = rows.flatMap((row) =>
    columns.map(([key, column]) => {
      const value: unknown = row[key as keyof typeof row]
      return value === null || value === undefined ? null : column.mapToDriverValue(value)
    }),
  )
  return tx.$client.query({ text, values, ...(rows.length <= mostKept ? { name } : {}) })
}
