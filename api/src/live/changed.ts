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

/** The desks on which an application lies, as `work/reach.ts` and the list of visits see it. */
const desks: SQL = sql`concat_ws(' ', 'u:' || a.unit_id,
  CASE WHEN a.kind = 'outreach' THEN 'v:' || a.region_code END,
  (SELECT string_agg(DISTINCT 'u:' || k.unit_id, ' ') FROM call k WHERE k.application_id = a.id))`

/**
 * Tells every process, if and when the transaction commits, that an application changed. Whoever
 * moves it from one desk to another calls this before and after: equal notes are sent once.
 * Not for submitting: a commit with a note waits for every other one on the whole server.
 */
export async function noteChange(tx: Transaction, applicationId: string): Promise<void> {
  await tx.execute(sql`
    SELECT pg_notify(${channel}, concat_ws(' ', 'a:' || a.id, ${desks}))
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
export const notePerson = (tx: Transaction, personId: string): Promise<void> => wake(tx, [topic.person(personId)])

/** Tells the desks that new applications lie on them: one note a desk, however many there are. */
export async function noteReceived(db: Database, applicationIds: readonly string[]): Promise<void> {
  const ids = sql.param(applicationIds)
  await db.execute(sql`
    SELECT pg_notify(${channel}, desks)
      FROM (SELECT DISTINCT ${desks} AS desks FROM application a WHERE a.id = ANY(${ids}::uuid[])) found`)
}

/** Leads the hash of a session that ended in a note to every process. */
export const endedPrefix = 's:'

/** Tells every process, if and when the transaction commits, that these sessions are over: their streams end at once. */
export async function noteEnded(tx: Transaction, hashes: readonly Buffer[]): Promise<void> {
  for (const hash of hashes)
    await tx.execute(sql`SELECT pg_notify(${channel}, ${endedPrefix + hash.toString('hex')})`)
}
