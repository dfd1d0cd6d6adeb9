import type { Reader } from './transaction.ts'

/**
 * A query that comes with nearly every request, composed once for each pool and connection: composing it anew costs more
 * than asking it. What differs is given to its placeholders, as the database reads it.
 */
export function composed<Query>(compose: (db: Reader) => Query): (db: Reader) => Query {
  const made = new WeakMap<Reader, Query>()
  return (db) => {
    const query = made.get(db) ?? compose(db)
    made.set(db, query)
    return query
  }
}
