import { sql } from 'drizzle-orm'
import { isSamePerson, type Described } from '@yima/shared/outreach/same'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { notesOf } from './store.ts'

/** More people than that nobody looks for in one village at once. */
const mostOpen = 200

/** Of two finders at the same moment the second one finds what the first has written. */
const holdPlace = (tx: Transaction, region: string) =>
  tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`outreach ${region}`}, 0))`)

/**
 * Where somebody was pointed out already whom this is about, too: in the same place, as any of those who pointed them out
 * described them, and nobody has met them since. Holds the place until the transaction ends.
 */
export async function findSame(tx: Transaction, deps: Deps, region: string, described: Described): Promise<string | undefined> {
  await holdPlace(tx, region)
  const { rows } = await tx.execute<{ id: string }>(sql`
    SELECT a.id FROM application a JOIN person p ON p.id = a.person_id AND p.key_wrapped IS NOT NULL
     WHERE a.region_code = ${region} AND a.kind = 'outreach' AND a.state IN ('submitted', 'open')
       AND EXISTS (SELECT 1 FROM outreach_note n WHERE n.application_id = a.id)
     ORDER BY a.id DESC LIMIT ${mostOpen}`)
  for (const { id } of rows) {
    const notes = await notesOf(tx, deps, id)
    if (notes.some(({ said }) => isSamePerson(said, described))) return id
  }
  return undefined
}
