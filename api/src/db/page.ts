import type pg from 'pg'

/** A statement whose first value is a list in JSON, with any number of rows. */
export type RowsStatement = {
  name: string
  text: string
  values?: readonly unknown[]
  /** Of statements that leave together, those with more leave later, whichever was needed first; 0 unless said. */
  rank?: number
}

type Noted = {
  statement: RowsStatement
  rows: string[]
  sent: Promise<unknown>
  settle: (sent: Promise<unknown>) => void
}

function note(statement: RowsStatement): Noted {
  let settle: Noted['settle'] = () => undefined
  const sent = new Promise<unknown>((done) => {
    settle = done
  })
  return { statement, rows: [], sent, settle }
}

/**
 * What a transaction writes in one turn. Rows for one statement leave together, however many stories
 * wrote them, and statements in the order in which they were first needed: parents before children. Where a row may
 * have a parent or none, that order says nothing of the next story's rows; such a statement has a rank.
 */
export class Page {
  readonly #send: (statement: pg.QueryConfig) => Promise<unknown>
  #noted = new Map<string, Noted>()

  constructor(send: (statement: pg.QueryConfig) => Promise<unknown>) {
    this.#send = send
  }

  #take(): Noted[] {
    const noted = [...this.#noted.values()]
    this.#noted.clear()
    return noted.sort((one, other) => (one.statement.rank ?? 0) - (other.statement.rank ?? 0))
  }

  /** @param rows each in JSON. Resolves once they are written. */
  write(statement: RowsStatement, rows: readonly string[]): Promise<unknown> {
    if (this.#noted.size === 0) process.nextTick(() => this.send())
    const noted = this.#noted.get(statement.name) ?? note(statement)
    this.#noted.set(statement.name, noted)
    noted.rows.push(...rows)
    return noted.sent
  }

  /** Sends what was noted: at the end of the turn, or before anything else is asked. */
  send(): void {
    for (const { statement, rows, settle } of this.#take()) {
      const { name, text, values = [] } = statement
      settle(this.#send({ name, text, values: [`[${rows.join()}]`, ...values] }))
    }
  }

  /** Forgets what was noted, for a transaction that is rolled back. */
  drop(): void {
    for (const { settle, sent } of this.#take()) {
      sent.catch(() => undefined)
      settle(Promise.reject(new Error('Rolled back before it was written')))
    }
  }
}
