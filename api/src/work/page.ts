import { sql, type SQL } from 'drizzle-orm'
import { addDays } from '@yima/shared/calendar/working-days'
import { Problem } from '@yima/shared/problem'
import type { WorkList } from '@yima/shared/work/contract'
import type { CountName } from '@yima/shared/work/order'
import type { Deps } from '../http/context.ts'
import { liesBefore, type Before } from './before.ts'

/** Lines of a page. */
export const pageSize = 50

/** Where a line stands: urgent first, then by due date, then by age, which ids tell. */
export type Mark = { urgency: number; dueOn: string; id: string }

const shape = /^[0-2] (?:infinity|\d{4}-\d{2}-\d{2}) [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A day that there is, or none. */
function isDay(written: string): boolean {
  if (written === 'infinity') return true
  const day = new Date(`${written}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(written)
}

/** A mark as pages hand it out: nothing that anybody needs to understand. */
export const writeMark = ({ urgency, dueOn, id }: Mark): string =>
  Buffer.from(`${urgency} ${dueOn} ${id}`).toString('base64url')

/** Throws `invalid-input` for what no page said. */
export function readMark(written: string | undefined): Mark | undefined {
  if (written === undefined) return undefined
  const text = Buffer.from(written, 'base64url').toString('latin1')
  const [urgency = '', dueOn = '', id = ''] = text.split(' ')
  if (!shape.test(text) || !isDay(dueOn)) throw new Problem('invalid-input', [{ field: 'after', code: 'invalid' }])
  return { urgency: Number(urgency), dueOn, id }
}

/** From which day to which a count counts. */
export function daysOf(due: CountName, today: string): { from: string; to: string } {
  switch (due) {
    case 'late':
      return { from: '-infinity', to: addDays(today, -1) }
    case 'today':
      return { from: today, to: today }
    case 'week':
      return { from: today, to: addDays(today, 7) }
    case 'all':
      return { from: '-infinity', to: 'infinity' }
    default:
      return due satisfies never
  }
}

export type Part = { due: CountName; after: Mark | undefined; today: string }

/** What of a line `l` is asked for. */
function within({ due, after, today }: Part): SQL {
  const { from, to } = daysOf(due, today)
  const behind = after
    ? sql`(l.urgency, l.due_on, l.application_id) > (${after.urgency}::smallint, ${after.dueOn}::date, ${after.id}::uuid)`
    : sql`true`
  return due === 'all' ? behind : sql`l.due_on BETWEEN ${from} AND ${to} AND ${behind}`
}

const inOrder = sql`l.urgency, l.due_on, l.application_id`

/** Before the first line. */
const beginning: Mark = { urgency: -1, dueOn: '-infinity', id: '00000000-0000-0000-0000-000000000000' }

/** The next lines of one office's desks (`desk_page`). */
function fromEachDesk({ ways }: Before, { due, after = beginning, today }: Part, most: number): SQL {
  const desks = (up: boolean) => sql.param(ways.filter((way) => way.up === up).flatMap((way) => way.desks))
  const related = sql.param([...new Set(ways.flatMap((way) => way.related))])
  const { from, to } = daysOf(due, today)
  return sql`desk_page(
    ${desks(false)}::text[], ${desks(true)}::text[], ${related}::uuid[], ${from}::date, ${to}::date,
    ${after.urgency}::integer, ${after.dueOn}::date, ${after.id}::uuid, ${most}::integer)`
}

/** Whoever has several offices may have a request on several desks: it is listed once, where it presses most. */
const eachOnce = (before: Before): SQL => sql`(
  SELECT DISTINCT ON (l.application_id) l.* FROM desk_line l WHERE ${liesBefore(before, sql`l`)}
   ORDER BY l.application_id, l.urgency, l.due_on, l.desk)`

/** The next lines before somebody, as a table. */
export function linesAfter(before: Before, part: Part, most: number): SQL {
  if (!before.twice) return fromEachDesk(before, part, most)
  return sql`(SELECT * FROM ${eachOnce(before)} l WHERE ${within(part)} ORDER BY ${inOrder} LIMIT ${most})`
}

/** Days and how many lines are due on each: from what is counted already, less what a relative asked for. */
function tallied(before: Before): SQL {
  const taken = before.ways.flatMap(({ related }) => related)
  const each = before.ways.map(
    ({ desks, up }) =>
      sql`SELECT due_on, lines FROM desk_tally WHERE desk = ANY (${sql.param(desks)}::text[]) ${up ? sql`AND up` : sql``}`,
  )
  if (taken.length > 0) {
    const all = { ...before, ways: before.ways.map((way) => ({ ...way, related: [] })) }
    each.push(sql`SELECT l.due_on, -1 FROM desk_line l
      WHERE l.application_id = ANY (${sql.param(taken)}::uuid[]) AND ${liesBefore(all, sql`l`)}`)
  }
  return sql.join(each, sql` UNION ALL `)
}

/** How many lines are late, due today, due within a week, and there at all. */
export async function countLines({ db }: Pick<Deps, 'db'>, before: Before, today: string): Promise<WorkList['counts']> {
  if (before.ways.length === 0) return { late: 0, today: 0, week: 0, all: 0 }
  const days = before.twice ? sql`SELECT due_on, 1 AS lines FROM ${eachOnce(before)} l` : tallied(before)
  const sum = (due: CountName) => {
    const { from, to } = daysOf(due, today)
    return sql`coalesce(sum(lines) FILTER (WHERE due_on BETWEEN ${from}::date AND ${to}::date), 0)::integer`
  }
  const { rows } = await db.execute<WorkList['counts']>(sql`
    SELECT ${sum('late')} AS late, ${sum('today')} AS today, ${sum('week')} AS week,
           coalesce(sum(lines), 0)::integer AS "all"
      FROM (${days}) counted`)
  return rows[0] ?? { late: 0, today: 0, week: 0, all: 0 }
}
