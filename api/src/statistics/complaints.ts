import { publishComplaints, quartersShown, type ClosedComplaints, type QuarterFigures } from '@yima/shared/complaint/figures'
import type { Deps } from '../http/context.ts'

/** Of what is closed alone: whether a complaint is open shows in nothing. */
const closed = `
  SELECT quarter, kind, coalesce(finding, 'none') AS result, count(*)::int AS count
    FROM complaint_tombstone WHERE county_code = $1 AND quarter = ANY($2) GROUP BY 1, 2, 3`

/** The complaints of this county by quarter, as anybody may read them. */
export async function complaintFigures({ db, clock, config: { countyCode } }: Deps): Promise<QuarterFigures[]> {
  const quarters = quartersShown(clock.today())
  const { rows } = await db.$client.query<ClosedComplaints>(closed, [countyCode, quarters])
  return publishComplaints(quarters, rows)
}
