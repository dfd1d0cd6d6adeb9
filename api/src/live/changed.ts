import { sql, type SQL } from 'drizzle-orm'
import type { Database } from '../db/connection.ts'
import type { Transaction } from '../db/transaction.ts'

/** The channel on which processes tell each other that something changed; never what. */
export const channel = 'yima_changed'

/** Who may be waiting: the owner of an application, an office, a village's worker. */
export const topic = {
  application: (id: string) => `a:${id}`,
  unit: (id: string) => `u:${id}`,
  village: (code: string) => `v:${code}`,
  /** Whoever reads the inbox of a person. */
  person: (id: string) => `p:${id}`,
}

/** Offices of the county to which the process of a claim gives it: the county's own, its centre, a department. */
const waitingOffices: SQL = sql`
  SELECT string_agg(DISTINCT 'u:' || u.id, ' ')
    FROM claim c
   CROSS JOIN LATERAL unnest(c.waits) w
    JOIN unit u ON u.region_code = a.county_code || '000000'
     AND u.kind = ANY (CASE split_part(w, ':', 1) WHEN 'county' THEN ARRAY['civil', 'verification-centre']
                       ELSE ARRAY[split_part(w, ':', 1)] END)
   WHERE c.application_id = a.id`

/** The desks on which an application lies, as `work/reach.ts` and the list of visits see it. */
const desks: SQL = sql`concat_ws(' ', 'u:' || a.unit_id,
  CASE WHEN a.kind = 'outreach' THEN 'v:' || a.region_code END,
  (SELECT string_agg(DISTINCT 'u:' || k.unit_id, ' ') FROM call k WHERE k.application_id = a.id),
  (${waitingOffices}))`

/** The desks on which an application lies now, for whoever is about to move it from one to another. */
export async function desksOf(tx: Transaction, applicationId: string): Promise<string> {
  const { rows } = await tx.execute<{ desks: string }>(
    sql`SELECT ${desks} AS desks FROM application a WHERE a.id = ${applicationId}`,
  )
  return rows[0]?.desks ?? ''
}

/**
 * Tells every process, if and when the transaction commits, that an application changed: those who wait for it, and the
 * desks on which it lies or lay before, all by one note.
 * Not for submitting: a commit with a note waits for every other one on the whole server.
 * @param before the desks from which it was moved (`desksOf`)
 */
export async function noteChange(tx: Transaction, applicationId: string, before = ''): Promise<void> {
  await tx.execute(sql`
    SELECT pg_notify(${channel}, (
             SELECT string_agg(DISTINCT t, ' ')
               FROM unnest(string_to_array(concat_ws(' ', 'a:' || a.id, ${desks}, ${before}::text), ' ')) t
              WHERE t <> ''))
      FROM application a WHERE a.id = ${applicationId}`)
}

/** All notes of one turn leave in one statement, like rows. */
const notes = {
  name: 'wake pages',
  text: 'SELECT pg_notify($2, topics) FROM json_array_elements_text($1) note (topics)',
  values: [channel],
}

/** Wakes whoever waits for one of these, if and when the transaction commits. */
export async function wake(tx: Transaction, topics: readonly string[]): Promise<void> {
  await tx.page.write(notes, [JSON.stringify(topics.join(' '))])
}

/** Tells the pages of one person that there is something new in the inbox. */
export const notePerson = (tx: Transaction, personId: string): Promise<void> =>
  wake(tx, [topic.person(personId)])

/** Tells the desks that new applications lie on them: one note a desk, however many there are. */
export async function noteReceived(db: Database, applicationIds: readonly string[]): Promise<void> {
  const ids = sql.param(applicationIds)
  await db.execute(sql`
    SELECT pg_notify(${channel}, desks)
      FROM (SELECT DISTINCT ${desks} AS desks FROM application a WHERE a.id = ANY(${ids}::uuid[])) found`)
}

/** Tells every page that waits for an application: another day has come, and its clock reads anew. */
export async function noteNewDay(db: Database): Promise<void> {
  await db.execute(sql`
    SELECT pg_notify(${channel}, concat_ws(' ', 'a:' || a.id, ${desks}))
      FROM application a WHERE a.state IN ('submitted', 'open')`)
}

/** Leads the hash of a session that ended in a note to every process. */
export const endedPrefix = 's:'

/** Tells every process, if and when the transaction commits, that these sessions are over: their streams end at once. */
export async function noteEnded(tx: Transaction, hashes: readonly Buffer[]): Promise<void> {
  for (const hash of hashes)
    await tx.execute(sql`SELECT pg_notify(${channel}, ${endedPrefix + hash.toString('hex')})`)
}
