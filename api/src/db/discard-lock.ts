import type pg from 'pg'

/**
 * Held shared by whoever copies what is kept here (a backup), alone by whoever throws something of it
 * away (unused pictures, parts of broken uploads, retired keys).
 */
const discardLock = 990_103

type Connection = Pick<pg.ClientBase, 'query'>

/** From now until this connection ends nothing is thrown away. */
export async function holdEverything(connection: Connection): Promise<void> {
  await connection.query('SELECT pg_advisory_lock_shared($1)', [discardLock])
}

/**
 * Runs `discard` unless somebody is copying at this moment; whatever is due then is still due at the
 * next turn. Files may be removed inside only after the transaction that forgot them was committed.
 * @returns whether it ran
 */
export async function discardUnlessHeld(pool: pg.Pool, discard: () => Promise<void>): Promise<boolean> {
  const connection = await pool.connect()
  let broken = true
  try {
    const ask = 'SELECT pg_try_advisory_lock($1) AS alone'
    const { rows } = await connection.query<{ alone: boolean }>(ask, [discardLock])
    if (rows[0]?.alone === true) {
      try {
        await discard()
      } finally {
        await connection.query('SELECT pg_advisory_unlock($1)', [discardLock])
      }
    }
    broken = false
    return rows[0]?.alone === true
  } finally {
    // A connection that may still hold the lock is given to nobody else.
    connection.release(broken)
  }
}
