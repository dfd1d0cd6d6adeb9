import type pg from 'pg'

/** Streams that keep the number of their last event beside them. */
const marked = ['application', 'verification', 'occasion', 'household', 'guardianship', 'mandate', 'duplicate']
const ofStreams = (tables: readonly string[]): string =>
  `SELECT m.last_event, (SELECT max(e.number) FROM event e WHERE e.stream = m.id) AS last
     FROM (${tables.map((table) => `SELECT id, last_event FROM ${table}`).join(' UNION ALL ')}) m`
const ofObjections = 'SELECT o.last_event, (SELECT max(e.number) FROM objection_event e WHERE e.objection_id = o.id) FROM objection o'

/**
 * How many streams end before their last event, or after it: only the row beside them knows that something was cut off.
 * @param isOlder the database is of an older version, which knew this of applications alone
 */
export async function countCut(client: pg.ClientBase, isOlder: boolean): Promise<number> {
  const streams = isOlder ? ofStreams(['application']) : `${ofStreams(marked)} UNION ALL ${ofObjections}`
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (${streams}) s WHERE s.last IS DISTINCT FROM s.last_event`,
  )
  return rows[0]?.count ?? 0
}

/** How many lines of the townships' ledgers do not follow from the line before, or are not what two people agreed to. */
export async function countFalseLines(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (
       SELECT e.*, lag(e.number, 1, 0) OVER town AS before, lag(e.balance, 1, 0::bigint) OVER town AS rest
         FROM reserve_entry e WINDOW town AS (PARTITION BY e.town_code ORDER BY e.number)) e
       LEFT JOIN reserve_proposal p ON p.id = e.proposal_id
      WHERE e.number <> e.before + 1 OR e.balance <> e.rest + e.fen
         OR (p.town_code, p.kind, p.fen) IS DISTINCT FROM (e.town_code, e.kind, e.fen)`,
  )
  return rows[0]?.count ?? 0
}

/** Money that the trail says was proposed for somebody, or handed to them. */
export type ToldPayment = { payment: string; fen: number }

/** How many payments of the trail stand otherwise, or nowhere, among the proposals and their lines. */
export async function countFalsePayments(client: pg.ClientBase, told: readonly ToldPayment[]): Promise<number> {
  if (told.length === 0) return 0
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(DISTINCT n.id)::int AS count
       FROM unnest($1::uuid[], $2::bigint[]) AS n (id, fen)
       LEFT JOIN reserve_proposal p ON p.id = n.id
       LEFT JOIN reserve_entry e ON e.proposal_id = n.id
      WHERE p.fen IS DISTINCT FROM -n.fen OR e.fen <> -n.fen
         OR (p.state IN ('confirmed', 'paid', 'returned') AND e.id IS NULL)`,
    [told.map(({ payment }) => payment), told.map(({ fen }) => fen)],
  )
  return rows[0]?.count ?? 0
}
