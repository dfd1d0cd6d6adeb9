import { sql } from 'drizzle-orm'
import type { OfficerRole } from '@yima/shared/access/actor'
import { may } from '@yima/shared/access/table'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { Officer } from '@yima/shared/process/seat'
import { regionsAbove } from '@yima/shared/region/code'
import { officesOf } from '../claim/departments.ts'
import type { Transaction } from '../db/transaction.ts'

/** An officer as the process of a claim sees them, with what people call them and where they sit. */
export type Colleague = Officer & { name: string; post: string; office: string }

type Row = {
  id: string
  name: string
  post: string
  role: OfficerRole
  region: string
  office: string
  away_id: string | null
  away_name: string | null
}

/** Everybody in office today for a place, from its village to its county; in the office of who is away their deputy. */
const present = (place: string, today: string) => sql`
  SELECT coalesce(d.id, o.id) AS id, coalesce(d.name, o.name) AS name, coalesce(d.post, o.post) AS post, o.role,
         o.region_code AS region, u.kind AS office,
         CASE WHEN d.id IS NOT NULL THEN o.id END AS away_id, CASE WHEN d.id IS NOT NULL THEN o.name END AS away_name
    FROM officer o
    JOIN unit u ON u.id = o.unit_id
    LEFT JOIN absence b ON b.officer_id = o.id AND NOT b.ended AND b.from_on <= ${today} AND b.to_on >= ${today}
    LEFT JOIN officer d ON d.id = b.deputy_id AND d.active
   WHERE o.active AND o.region_code = ANY (${sql.param([place, ...regionsAbove(place)])}::text[])
     AND (b.id IS NULL OR d.id IS NOT NULL)
   ORDER BY o.region_code DESC, o.id, d.id`

/** Those who may handle claims of this place today; who is related, or stands in for a relative, is not among them. */
export async function staffAt(
  db: Pick<Transaction, 'execute'>,
  place: string,
  today: string,
  excluded: readonly string[],
): Promise<Colleague[]> {
  const { rows } = await db.execute<Row>(present(place, today))
  return rows
    .filter(({ id, away_id: away }) => !excluded.includes(id) && (away === null || !excluded.includes(away)))
    .map(({ away_id: inPlaceOf, away_name: deputyFor, ...row }) => ({
      kind: 'officer' as const,
      ...row,
      ...(inPlaceOf && deputyFor ? { inPlaceOf, deputyFor } : {}),
    }))
    .filter((one) => may(one, 'handle-claim', { region: place, assigned: [one.id] }))
}

/** Of these, whoever may handle this programme: another department has nothing to do with it. */
export const staffFor = <One extends Pick<Colleague, 'role' | 'office'>>(
  programme: ProgrammeId,
  staff: readonly One[],
): One[] =>
  staff.filter(({ role, office }) => role !== 'department-officer' || officesOf(programme).includes(office))
