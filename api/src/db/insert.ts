import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { RowsStatement } from './page.ts'
import type { Transaction } from './transaction.ts'

/** A value of a column in JSON. */
type Write = (value: unknown) => string
type Plan = { statement: RowsStatement; columns: { key: string; name: string; write: Write }[] }

/** By table: a connection prepares each once, whatever the number of rows, and nobody composes it anew. */
const plans = new Map<PgTable, Plan>()

const isNothing = (value: unknown): boolean => value === null || value === undefined

/** A value as PostgreSQL reads it out of JSON; what is JSON itself stays as it is, to the byte. */
function writerOf(column: PgColumn): Write {
  const isJson = column.columnType === 'PgJson' || column.columnType === 'PgJsonb'
  return (value) => {
    if (isNothing(value)) return 'null'
    if (isJson) return JSON.stringify(value)
    // Most of a row is sealed, and hexadecimal digits need no looking through.
    if (Buffer.isBuffer(value)) return `"\\\\x${value.toString('hex')}"`
    return JSON.stringify(column.mapToDriverValue(value))
  }
}

/**
 * A message may tell of a notification, or of none: what rings for one person must not leave before the notification of
 * the next, whose message leaves with it. Somebody's task to call is about a message.
 */
const ranks: Readonly<Record<string, number>> = { message: 1, call_task: 2 }

function compose(table: PgTable): Plan {
  const columns = Object.entries<PgColumn>(getTableColumns(table))
  const names = columns.map(([, column]) => `"${column.name}"`).join(', ')
  const name = getTableName(table)
  const text = `INSERT INTO "${name}" (${names}) SELECT ${names} FROM json_populate_recordset(NULL::"${name}", $1)`
  return {
    statement: { name: `insert ${name}`, text, rank: ranks[name] ?? 0 },
    columns: columns.map(([key, column]) => ({
      key,
      name: JSON.stringify(column.name),
      write: writerOf(column),
    })),
  }
}

function planFor(table: PgTable): Plan {
  const plan = plans.get(table) ?? compose(table)
  plans.set(table, plan)
  return plan
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
    const values = row as Readonly<Record<string, unknown>>
    let text = ''
    for (const { key, name, write } of columns)
      text += `${text === '' ? '{' : ','}${name}:${write(values[key])}`
    return `${text}}`
  })
  return tx.page.write(statement, written)
}
