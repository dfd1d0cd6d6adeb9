import { sql, type SQL } from 'drizzle-orm'
import { findTownOf } from '@yima/shared/region/code'
import type { Transaction } from '../db/transaction.ts'
import { requestsOf, requestsWhere } from './relatives.ts'

/**
 * What a relative of a township’s clerk or leader asks for is handled one level higher (近亲属上提一级): a colleague who works
 * beside them decides it no more freely than they do. A village’s helpers handle nothing, so their relatives stay with the township.
 */
const sitsInTown = (officer: SQL): SQL =>
  sql`${officer}.active AND ${officer}.role IN ('clerk', 'leader') AND substr(${officer}.region_code, 7, 3) <> '000'`

/**
 * Everybody of the township that has a request, or to which a claim of it was sent, where one of these officers sits there: none
 * of them handles what concerns that one’s relative.
 */
export async function besides(
  db: Pick<Transaction, 'execute'>,
  related: readonly string[],
  { id, regionCode }: { id: string; regionCode: string },
): Promise<string[]> {
  if (related.length === 0) return []
  const { rows } = await db.execute<{ id: string }>(sql`
    SELECT DISTINCT c.id
      FROM officer o
      JOIN officer c ON c.unit_id = o.unit_id AND ${sitsInTown(sql`c`)}
     WHERE o.id = ANY (${sql.param([...related])}::uuid[]) AND ${sitsInTown(sql`o`)}
       AND o.region_code = ANY (${sql.param([findTownOf(regionCode) ?? regionCode])}::text[]
             || ARRAY(SELECT t FROM claim c, unnest(c.desks) t WHERE c.application_id = ${id}))`)
  return rows.map(({ id }) => id)
}

/** That `relative v` is one of somebody who sits in this office of a township. */
export const ofOffice = (unitId: string): SQL =>
  sql`v.officer_id IN (SELECT k.id FROM officer k WHERE k.unit_id = ${unitId} AND ${sitsInTown(sql`k`)})`

/** Requests that an office of a township does not have, because somebody who sits there is related: their ids. */
export const upFrom = (unitId: string): SQL => sql`ARRAY ${requestsWhere(ofOffice(unitId))}`

/** Requests of relatives of whoever sits in the office that they came to: the county has them. */
export const requestsGoneUp = (county: string): SQL => sql`ARRAY(
  SELECT up.id
    FROM relative v
    JOIN officer k ON k.id = v.officer_id AND ${sitsInTown(sql`k`)}
   CROSS JOIN LATERAL ${requestsOf} w
    JOIN application up ON up.id = w.id AND up.unit_id = k.unit_id
   WHERE v.ended_at IS NULL AND v.county_code = ${county})`
