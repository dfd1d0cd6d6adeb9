import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'

/** Notes that an officer was shown something of these people, in the transaction that shows it. */
export async function noteLooks(
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  officer: OfficerSession['officer'],
  people: readonly string[],
  purpose: 'guardianship' | 'duplicate' | 'mandate' | 'name' | 'card' | 'oversight',
): Promise<void> {
  const at = clock.now().toISOString()
  for (const person of new Set(people))
    await tx.execute(sql`
      INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
      SELECT ${uuidv7()}, p.id, p.county_code, 'officer', ${officer.id}, ${purpose}, 'name', ${at}
        FROM person p WHERE p.id = ${person} AND NOT EXISTS (
          SELECT 1 FROM access_log g WHERE g.person_id = p.id AND g.reader_id = ${officer.id}
             AND g.purpose = ${purpose} AND g.at > ${at}::timestamptz - interval '1 hour')`)
}
