import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { RowsStatement } from './page.ts'
import type { Transaction } from './transaction.ts'

type Plan = { statement: RowsStatement; columns: [key: string, column: PgColumn][] }

/** By table: a connection prepares each once, whatever the number of rows, and nobody composes it anew. */
const plans = new Map<PgTable, Plan>()

function compose(table: PgTable): Plan {
  const columns = Object.entries<PgColumn>(getTableColumns(table))
  const names = columns.map(([, column]) => `"${column.name}"`).join(', ')
  const name = getTableName(table)
  const text = `INSERT INTO "${name}" (${names}) SELECT ${names} FROM json_populate_recordset(NULL::"${name}", $1)`
  return { statement: { name: `insert ${name}`, text }, columns }
}

function planFor(table: PgTable): Plan {
  const plan = plans.get(table) ?? compose(table)
  plans.set(table, plan)
  return plan
}

/** A value as PostgreSQL reads it out of JSON; what is JSON itself stays as it is, to the byte. */
function inJson(column: PgColumn, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (column.columnType === 'PgJson') return value
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`
  return column.mapToDriverValue(value)
}

/**
 * Inserts whole rows of a table. They leave before any later statement of the transaction, at the end
 * of this turn at the latest, together with all other rows that the turn writes into the same table.
 */
export function insertRows<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  rows: readonly Table['$inferSelect'][],
): Promise<unknown> {
  if (rows.length === 0) return Promise.resolve()
  const { statement, columns } = planFor(table)
  const written = rows.map((row) => {
    const values: Record<string, unknown> = {}
    for (const [key, column] of columns) values[column.name] = inJson(column, row[key as keyof typeof row])
    return JSON.stringify(values)
  })
  return tx.page.write(statement, written)
}
