import { and, inArray, isNull, lte, or, sql, type SQL } from 'drizzle-orm'
import type { ShownScope } from '@yima/shared/window/occasion'
import type { Transaction } from '../db/transaction.ts'
import { historyOf } from '../family/record.ts'
import type { Deps } from '../http/context.ts'
import { ownedBy, type Identity } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import type { holdWritten } from './written.ts'

/** What somebody said yes to, and when; `at` undefined where they never did. */
type Given = { scopes: readonly ShownScope[]; at?: Date }

/**
 * What the person had said yes to when they left: an occasion that has ended since shows nothing any more. What a phone
 * gave before somebody known stood behind it lies under another key, and was given of another record.
 */
export async function lastGiven(tx: Transaction, deps: Deps, id: string): Promise<Given> {
  const events = await historyOf(tx, deps, id)
  return events.reduce<Given>(
    (given, { type, payload, at }) => {
      const scopes = payload['scopes'] as readonly ShownScope[]
      if (type === 'scopes-given') return { scopes, at }
      if (type === 'identity-proven' && payload['anew'] === true) return { scopes: [] }
      if (type !== 'scopes-asked') return given
      return { ...given, scopes: given.scopes.filter((one) => scopes.includes(one)) }
    },
    { scopes: [] },
  )
}

/** Both, or nothing: a condition that is missing lets nobody through. */
const both = (one: SQL, other: SQL | undefined): SQL => (other && and(one, other)) ?? sql`false`

/** What was somebody's own at that moment; of what another phone filed, only what was known to be theirs by then. */
export const ownThen = ({ id }: Pick<Identity, 'id'>, at: Date | null): SQL =>
  both(
    ownedBy(id),
    at === null ? isNull(person.attachedAt) : or(isNull(person.attachedAt), lte(person.attachedAt, at)),
  )

/** This identity and all that were one with it at that moment, whichever of them stands today. */
const oneWith = (id: string, at: Date): SQL => sql`(
  WITH RECURSIVE same AS (
    SELECT ${id}::uuid AS id
    UNION
    SELECT CASE WHEN i.id = same.id THEN i.joined_to ELSE i.id END
      FROM same JOIN identity i ON (i.id = same.id OR i.joined_to = same.id) AND i.joined_at <= ${at}
  )
  SELECT id FROM same)`

async function isJoinedSince(tx: Transaction, standing: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.execute(
    sql`SELECT 1 FROM identity WHERE id IN (SELECT joined_identities(${standing})) AND joined_at > ${at} LIMIT 1`,
  )
  return rowCount !== 0
}

/**
 * Rows of `person` of which a yes of that moment was said. It covers what was theirs then: another record that was found
 * since to be the same person's was never spoken of at that visit.
 */
export async function coveredBy(
  tx: Transaction,
  { row, whose }: Awaited<ReturnType<typeof holdWritten>>,
  at: Date,
): Promise<SQL> {
  const theirs = ownThen(whose, at)
  if (!(await isJoinedSince(tx, whose.id, at))) return theirs
  const before = oneWith(row.identityId, at)
  const pairs = sql`(SELECT pair_index FROM person WHERE id IN ${before})`
  return both(theirs, or(inArray(person.id, before), inArray(person.pairIndex, pairs)))
}
