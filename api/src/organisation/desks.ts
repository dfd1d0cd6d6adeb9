import { sql, type SQL } from 'drizzle-orm'
import type { OfficerRole } from '@yima/shared/access/actor'
import { requestsGoneUp } from './one-level-up.ts'

/** An office in which somebody acts for a colleague who is away. */
export type Hat = { id: string; name: string; unitId: string; regionCode: string; role: OfficerRole }

/**
 * For whom the officer of that id (its SQL) is deputy on a day, as part of a query. Both must be in office; a deputy of a
 * deputy is none.
 */
export const deputyFor = (officerId: SQL, today: unknown): SQL<Hat[]> => sql<Hat[]>`(
  SELECT coalesce(json_agg(json_build_object(
           'id', o.id, 'name', o.name, 'unitId', o.unit_id, 'regionCode', o.region_code, 'role', o.role)
         ORDER BY o.id), '[]')
    FROM absence b JOIN officer o ON o.id = b.officer_id AND o.active
   WHERE b.deputy_id = ${officerId} AND NOT b.ended AND b.from_on <= ${today} AND b.to_on >= ${today})`

/** Who of an office could take a request in hand today: there, or with a deputy. */
const isThere = (
  today: string,
): SQL => sql`o.active AND o.role IN ('clerk', 'county-officer') AND NOT EXISTS (
  SELECT 1 FROM absence b
   WHERE b.officer_id = o.id AND NOT b.ended AND b.deputy_id IS NULL AND b.from_on <= ${today} AND b.to_on >= ${today})`

/** Townships' offices of a county (its six digits) in which today nobody is left who could take anything in hand: their ids. */
export const unitsGoneUp = (county: string, today: string): SQL => sql`ARRAY(
  SELECT u.id FROM unit u
   WHERE u.kind = 'window' AND substr(u.region_code, 1, 6) = ${county}
     AND NOT EXISTS (SELECT 1 FROM officer o WHERE o.unit_id = u.id AND ${isThere(today)}))`

/**
 * Requests that go one level up by themselves, as a condition on `application a`: those of townships where today
 * nobody is left who could take them, and those of relatives of whoever sits in the office that they came to.
 */
export const goneUp = (county: string, today: string): SQL => sql`(
  a.unit_id = ANY (${unitsGoneUp(county, today)}) OR a.id = ANY (${requestsGoneUp(county)}))`
