import { sql } from 'drizzle-orm'
import type { Acting, Deps } from '../http/context.ts'

/** Hours within which a person's look at their own data is noted once. */
const ownHours = 1

/** Notes that a helper or guardian looked at somebody's application, at most once an hour each; a worker each time. */
export async function logActingRead(
  { db, clock }: Deps,
  { id, personId, countyCode, acting }: { id: string; personId: string; countyCode: string; acting: Acting },
): Promise<void> {
  const now = clock.now()
  if (acting.as === 'worker') {
    // Every look of an officer counts, also one with its owner beside them.
    await db.execute(sql`
      INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
      VALUES (${id}, ${personId}, ${countyCode}, 'officer', ${acting.actor}, 'assist', 'application', ${now.toISOString()})`)
    return
  }
  const since = new Date(now.getTime() - ownHours * 3_600_000)
  await db.execute(sql`
    INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
    SELECT ${id}, ${personId}, ${countyCode}, 'resident', ${acting.actor}, ${acting.as}, 'application', ${now.toISOString()}
    WHERE NOT EXISTS (
      SELECT 1 FROM access_log
      WHERE person_id = ${personId} AND reader_kind = 'resident' AND reader_id = ${acting.actor}
        AND at > ${since.toISOString()})`)
}

/** Notes that somebody looked at their own data, at most once an hour. */
export async function logOwnRead(
  { db, clock }: Deps,
  { id, personId, countyCode }: { id: string; personId: string; countyCode: string },
): Promise<void> {
  const now = clock.now()
  const since = new Date(now.getTime() - ownHours * 3_600_000)
  await db.execute(sql`
    INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
    SELECT ${id}, ${personId}, ${countyCode}, 'resident', ${personId}, 'own', 'application', ${now.toISOString()}
    WHERE NOT EXISTS (
      SELECT 1 FROM access_log
      WHERE person_id = ${personId} AND reader_kind = 'resident' AND reader_id = ${personId}
        AND at > ${since.toISOString()})`)
}
