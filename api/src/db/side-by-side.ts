import type pg from 'pg'
import { together } from '../together.ts'
import { isDatabaseAway } from './away.ts'

type Answer = PromiseSettledResult<pg.QueryResult>
type Ask = (statement: pg.QueryConfig) => Promise<Answer>

const rides = new WeakMap<pg.Pool, Ask>()

/** One that waits for a lock holds up those behind it: they are few. */
const crossing = { most: 16, atOnce: 4 }

function rideOn(pool: pg.Pool): Ask {
  return together(async (statements: readonly pg.QueryConfig[]) => {
    const client = await pool.connect()
    const answers = await Promise.allSettled(statements.map((statement) => client.query(statement)))
    client.release(answers.some((answer) => answer.status === 'rejected' && isDatabaseAway(answer.reason)))
    return answers
  }, crossing)
}

/**
 * Asks one statement over the connection of all others of the same moment: they leave in one packet and wake the
 * database once. Each is a transaction of its own, asked exactly once, and fails alone.
 */
export async function askSideBySide<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  statement: pg.QueryConfig,
): Promise<Row[]> {
  const ride = rides.get(pool) ?? rideOn(pool)
  rides.set(pool, ride)
  const answer = await ride(statement)
  if (answer.status === 'rejected') throw answer.reason
  return answer.value.rows as Row[]
}
