import { sql } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'

type Executor = Pick<Transaction, 'execute'>

/** A natural person as the office knows them: every record that is theirs, and by what they are known. */
export type Known = {
  /** The record one came from. */
  root: string
  /** Ids of `person`: by identity, and whoever typed the same number. */
  records: string[]
  /** Records that are theirs beyond doubt: of the same phone and typed number, or proven. */
  own: string[]
  /** Ids of identities and keyed numbers (hex). Two who are one person have one in common. */
  names: string[]
}

type Row = { root: string; records: string[]; own: string[]; names: string[] }

/**
 * Who each of these records of `person` is, over all records that were joined. Somebody who typed a number without
 * proving it counts among its records: an office sees what is known either way.
 */
export async function knownBy(db: Executor, roots: readonly string[]): Promise<Known[]> {
  if (roots.length === 0) return []
  const { rows } = await db.execute<Row>(sql`
    WITH root AS (
      SELECT id, id_index, pair_index, identity_id FROM person WHERE id = ANY (${sql.param([...roots])}::uuid[])
    ), own_identity AS (
      SELECT DISTINCT r.id AS root, standing_identity(x) AS id
        FROM root r
        LEFT JOIN identity_pair k ON k.pair_index = r.pair_index
        CROSS JOIN LATERAL unnest(ARRAY[r.id, r.identity_id, k.identity_id]) x
       WHERE x IS NOT NULL
    ), own AS (
      SELECT o.root, j.id FROM own_identity o CROSS JOIN LATERAL joined_identities(o.id) AS j (id) WHERE o.id IS NOT NULL
    ), number AS (
      SELECT id AS root, id_index AS hash FROM root WHERE id_index IS NOT NULL
      UNION SELECT o.root, i.number_index FROM own o JOIN identity i ON i.id = o.id WHERE i.number_index IS NOT NULL
    ), same AS (
      SELECT root, id, true AS own FROM own
      UNION SELECT n.root, j.id, false FROM number n JOIN identity i ON i.number_index = n.hash
        CROSS JOIN LATERAL joined_identities(standing_identity(i.id)) AS j (id)
    ), record AS (
      SELECT id AS root, id, true AS own FROM root
      UNION SELECT s.root, p.id, s.own FROM same s JOIN person p ON p.id = s.id OR p.identity_id = s.id
      UNION SELECT s.root, p.id, s.own FROM same s JOIN identity_pair k ON k.identity_id = s.id
        JOIN person p ON p.pair_index = k.pair_index
      UNION SELECT r.id, p.id, true FROM root r JOIN person p ON p.pair_index = r.pair_index
      UNION SELECT n.root, p.id, false FROM number n JOIN person p ON p.id_index = n.hash
    )
    SELECT r.id AS root,
           ARRAY(SELECT DISTINCT c.id FROM record c WHERE c.root = r.id ORDER BY 1) AS records,
           ARRAY(SELECT DISTINCT c.id FROM record c WHERE c.root = r.id AND c.own ORDER BY 1) AS own,
           ARRAY(SELECT s.id::text FROM same s WHERE s.root = r.id
                 UNION SELECT encode(n.hash, 'hex') FROM number n WHERE n.root = r.id
                 UNION SELECT c.id::text FROM record c WHERE c.root = r.id ORDER BY 1) AS names
      FROM root r`)
  return roots.flatMap((root) => rows.find((row) => row.root === root) ?? [])
}

/** The keyed numbers among the names of somebody. */
export const numbersOf = ({ names }: Known): string[] => names.filter((name) => /^[0-9a-f]{64}$/.test(name))

export type Stay = { person: string; relation: string; since: string }

/** Who lives with somebody today by the family record, whoever they are themself among them; empty where nobody founded one. */
export async function livingWith(db: Executor, { own }: Pick<Known, 'own'>): Promise<Stay[]> {
  const { rows } = await db.execute<Stay>(sql`
    SELECT m.identity_id AS person, m.relation, m.joined_on::text AS since
      FROM household_member m
     WHERE m.left_on IS NULL AND m.household_id IN (
       SELECT o.household_id FROM household_member o
        WHERE o.left_on IS NULL AND o.identity_id = ANY (${sql.param(own)}::uuid[]))
     ORDER BY m.number`)
  return rows
}

/**
 * Everybody of these is held until the transaction ends: two confirmations for one person at once would each see
 * nothing of the other. In one order, and after the application’s own row, so that nobody waits for whom they hold up.
 */
export async function holdPeople(tx: Executor, people: readonly Known[]): Promise<void> {
  const names = people.flatMap((one) => one.names)
  await tx.execute(sql`
    SELECT pg_advisory_xact_lock(held.hash) FROM (
      SELECT DISTINCT hashtextextended(n, 5) AS hash FROM unnest(${sql.param(names)}::text[]) n ORDER BY 1 OFFSET 0) held`)
}
