import { sql, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'

/** What of a request an officer was shown on a page that tells of everybody of the family (catalogue `mine`). */
export type DeskLook = 'again' | 'consents' | 'decision' | 'facts' | 'payment' | 'renovation' | 'verification' | 'visit'

/**
 * Notes that an officer was shown something of a request, for whom it is about and for every other adult of the family whom
 * it tells of, and says whose it was, in one statement. Somebody whose number was only typed anywhere reads nothing of it:
 * it may be another's. Throws `not-found` where `within`, a condition on the application `a`, does not hold.
 */
export async function noteDeskLook(
  db: Pick<Transaction, 'execute'>,
  { clock }: Pick<Deps, 'clock'>,
  reader: { id: string },
  { id, what, within }: { id: string; what: DeskLook; within: SQL },
): Promise<void> {
  const at = clock.now().toISOString()
  const { rowCount } = await db.execute(sql`
    WITH looked AS (
      INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
      SELECT ${uuidv7()}, a.person_id, a.county_code, 'officer', ${reader.id}, 'handle', ${what}, ${at}
        FROM application a WHERE a.id = ${id} AND ${within}
      RETURNING person_id
    ), others AS (
      INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
      SELECT gen_random_uuid(), o.id, o.county_code, 'officer', ${reader.id}, 'handle', ${what}, ${at}
        FROM (
          SELECT DISTINCT i.id, i.county_code
            FROM looked
            JOIN person p ON p.id = looked.person_id
            JOIN authorisation z ON z.application_id = ${id} AND z.state <> 'struck'
            JOIN identity n ON n.number_index = z.number_index AND n.level = 'proven'
            JOIN identity i ON i.id = standing_identity(n.id) AND i.closed_at IS NULL
           WHERE z.number_index IS DISTINCT FROM p.id_index AND i.id IS DISTINCT FROM p.identity_id) o
    )
    SELECT 1 FROM looked`)
  if (rowCount !== 1) throw new Problem('not-found')
}
