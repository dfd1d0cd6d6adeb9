import { sql } from 'drizzle-orm'
import type { OfficerRole } from '@yima/shared/access/actor'
import { may } from '@yima/shared/access/table'
import type { ClaimState } from '@yima/shared/claim/claim'
import type { Officer } from '@yima/shared/process/seat'
import { findTownOf, regionsAbove, within } from '@yima/shared/region/code'
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

/** Where to look for staff: a place from its village to its county, and the townships to which claims of a request were sent. */
export type Where = { place: string; application?: string | undefined; going?: string | undefined }

/** Everybody in office there today; in the office of who is away their deputy. */
const present = ({ place, application, going }: Where, today: string) => sql`
  SELECT coalesce(d.id, o.id) AS id, coalesce(d.name, o.name) AS name, coalesce(d.post, o.post) AS post, o.role,
         o.region_code AS region, u.kind AS office,
         CASE WHEN d.id IS NOT NULL THEN o.id END AS away_id, CASE WHEN d.id IS NOT NULL THEN o.name END AS away_name
    FROM officer o
    JOIN unit u ON u.id = o.unit_id
    LEFT JOIN absence b ON b.officer_id = o.id AND NOT b.ended AND b.from_on <= ${today} AND b.to_on >= ${today}
    LEFT JOIN officer d ON d.id = b.deputy_id AND d.active
   WHERE o.active AND o.region_code = ANY (
           ${sql.param([place, ...regionsAbove(place), ...(going === undefined ? [] : [going])])}::text[]
           || ARRAY(SELECT t FROM claim c, unnest(c.desks) t WHERE c.application_id = ${application ?? null}::uuid))
     AND (b.id IS NULL OR d.id IS NOT NULL)
   ORDER BY o.region_code DESC, o.id, d.id`

type Db = Pick<Transaction, 'execute'>

/** Everybody in office there today; who is related, or stands in for a relative, is not among them. */
async function presentAt(db: Db, where: Where, today: string, excluded: readonly string[]): Promise<Colleague[]> {
  const { rows } = await db.execute<Row>(present(where, today))
  return rows
    .filter(({ id, away_id: away }) => !excluded.includes(id) && (away === null || !excluded.includes(away)))
    .map(({ away_id: inPlaceOf, away_name: deputyFor, ...row }) => ({
      kind: 'officer' as const,
      ...row,
      ...(inPlaceOf && deputyFor ? { inPlaceOf, deputyFor } : {}),
    }))
}

/** The workers of that very village: they handle no claim, but sit in its hall. */
export async function villageWorkersAt(db: Db, place: string, today: string, excluded: readonly string[]): Promise<Colleague[]> {
  const here = await presentAt(db, { place }, today, excluded)
  return here.filter(({ role, region }) => role === 'village-worker' && region === place)
}

/** Those who may handle claims there today. */
export async function staffAt(db: Db, where: Where, today: string, excluded: readonly string[]): Promise<Colleague[]> {
  return (await presentAt(db, where, today, excluded)).filter((one) => {
    const region = within(where.place, one.region) ? where.place : one.region
    return may(one, 'handle-claim', { region, assigned: [one.id] })
  })
}

/** What must be known of a claim to say who may handle it. */
export type Lying = Pick<ClaimState, 'programme' | 'process'>

/**
 * Of these, whoever may handle this claim where it lies: no other department, and of townships that which it came to and
 * those between which it was sent.
 */
export function staffFor<One extends Pick<Colleague, 'role' | 'office' | 'region'>>(
  { programme, process }: Lying,
  staff: readonly One[],
  home: string,
  going?: string,
): One[] {
  const towns = [findTownOf(home), process?.sent?.to, process?.sent?.from, going]
  return staff.filter(({ role, office, region }) => {
    const town = findTownOf(region)
    if (town !== undefined && !towns.includes(town)) return false
    return role !== 'department-officer' || officesOf(programme).includes(office)
  })
}
