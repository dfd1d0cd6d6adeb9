import { median, shareOf } from '@yima/shared/statistics/handled'
import type { UnitFigures, WorkFigures } from '@yima/shared/statistics/contract'
import { undecidedStates } from '@yima/shared/claim/claim'
import { prefixOf } from '@yima/shared/region/code'
import type { Deps, OfficerSession } from '../http/context.ts'
import { requireWork } from '../work/reach.ts'
import { complaintFigures } from './complaints.ts'

type Row = {
  id: string
  region: string
  name: string
  open: number
  late: number
  decided: { days: number | null; inTime: boolean; checked: boolean; overturned: boolean }[]
}

/** Every unit that handles requests in these places: what lies there, and what was decided of it in the last thirty days. */
const units = `
  SELECT u.id, u.name, u.region_code AS region,
         count(*) FILTER (WHERE c.state = ANY($3))::int AS open,
         count(*) FILTER (WHERE c.state = ANY($3) AND NOT c.paused AND c.due_on < $2::date)::int AS late,
         coalesce((
           SELECT json_agg(json_build_object(
                    'days', (d.at AT TIME ZONE 'Asia/Shanghai')::date - d.asked_on,
                    'inTime', d.due_on IS NULL OR (d.at AT TIME ZONE 'Asia/Shanghai')::date <= d.due_on,
                    'checked', EXISTS (SELECT FROM verification v
                                        WHERE v.application_id = d.application_id AND v.made_on <= (d.at AT TIME ZONE 'Asia/Shanghai')::date),
                    'overturned', EXISTS (SELECT FROM decision e WHERE e.claim_id = d.claim_id AND e.at < d.at AND e.outcome <> d.outcome)))
             FROM decision d JOIN application b ON b.id = d.application_id
            WHERE b.unit_id = u.id AND d.at > $2::date - interval '30 days'), '[]') AS decided
    FROM unit u JOIN application a ON a.unit_id = u.id JOIN claim c ON c.application_id = a.id
   WHERE u.region_code LIKE $1 || '%'
   GROUP BY u.id, u.name, u.region_code
   ORDER BY u.region_code, u.id`

type Coverage = { town: string; villages: number; reached: number }

/** Every township with how many of its villages anybody asked from in the year before. */
const coverage = `
  SELECT r.parent AS town, count(*)::int AS villages,
         (count(*) FILTER (WHERE EXISTS (
           SELECT FROM application a WHERE a.region_code = r.code AND a.submitted_at > $2::date - interval '1 year')))::int AS reached
    FROM region r WHERE r.level = 'village' AND r.code LIKE $1 || '%' GROUP BY 1`

function figuresOf({ decided, region, ...row }: Row, towns: readonly Coverage[]): UnitFigures {
  const some = decided.length > 0
  const of = towns.find(({ town }) => town === region)
  const days = decided.flatMap((one) => one.days ?? [])
  return {
    ...row,
    coverage: of ? { reached: of.reached, villages: of.villages } : null,
    decided: decided.length,
    inTime: some ? shareOf(decided, ({ inTime }) => inTime) : null,
    median: days.length > 0 ? median(days) : null,
    checked: some ? shareOf(decided, ({ checked }) => checked) : null,
    overturned: decided.filter(({ overturned }) => overturned).length,
  }
}

/** The units of an officer's places side by side, as they stand now. Throws `forbidden` for whoever supervises none. */
export async function workFigures(deps: Deps, officer: OfficerSession['officer']): Promise<WorkFigures> {
  requireWork(officer, 'see-figures')
  const on = deps.clock.today()
  const prefix = prefixOf(officer.regionCode)
  const { rows } = await deps.db.$client.query<Row>(units, [prefix, on, undecidedStates])
  const { rows: towns } = await deps.db.$client.query<Coverage>(coverage, [prefix, on])
  return { on, units: rows.map((row) => figuresOf(row, towns)), complaints: await complaintFigures(deps) }
}
