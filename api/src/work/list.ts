import { sql, type SQL } from 'drizzle-orm'
import { businessDate } from '@yima/shared/calendar/deadline'
import type { ListQuery, ListSearch, WorkItem, WorkList } from '@yima/shared/work/contract'
import type { Content } from '../application/content.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { knownPlaceNames } from '../region/office.ts'
import { open } from '../vault.ts'
import { before, type Before } from './before.ts'
import type { Shown } from './line-table.ts'
import { countLines, linesAfter, pageSize, readMark, writeMark, type Mark, type Part } from './page.ts'
import { requireWork } from './reach.ts'
import { lookFor } from './search.ts'

type Officer = OfficerSession['officer']

type Row = {
  id: string
  receipt_number: string
  region_code: string
  urgency: number
  due_on: string
  shown: Shown
  name_cipher: Buffer
  /** Where somebody else speaks: whom it is about stands in what the speaker wrote. */
  key_wrapped: Buffer | null
  sealed: Buffer | null
  /** How many lines there were, these and the next. */
  found: number
}

/**
 * Lines with the names that belong to them. The same statement notes that this officer saw these names, once a day:
 * whoever looks is seen, and the log stays readable.
 */
async function openRows({ db, clock }: Deps, officer: Officer, lines: SQL): Promise<Row[]> {
  const dayStart = new Date(`${clock.today()}T00:00:00+08:00`).toISOString()
  const { rows } = await db.execute<Row>(sql`
    WITH listed AS MATERIALIZED (
      SELECT l.*, p.name_cipher,
             CASE WHEN l.for_other THEN (SELECT a.sealed FROM application a WHERE a.id = l.application_id) END AS sealed,
             CASE WHEN l.for_other THEN p.key_wrapped END AS key_wrapped
        FROM (SELECT l.*, count(*) OVER () AS found FROM ${lines} l ORDER BY urgency, due_on, application_id LIMIT ${pageSize}) l
        JOIN person p ON p.id = l.person_id AND p.key_wrapped IS NOT NULL
    ), seen AS (
      INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
      SELECT gen_random_uuid(), l.person_id, l.county_code, 'officer', ${officer.id}, 'handle', 'list', ${clock.now().toISOString()}
        FROM listed l
       WHERE NOT EXISTS (
         SELECT 1 FROM access_log g
          WHERE g.person_id = l.person_id AND g.reader_id = ${officer.id} AND g.what = 'list' AND g.at >= ${dayStart})
    )
    SELECT application_id AS id, receipt_number, region_code, urgency, due_on, shown, name_cipher, key_wrapped, sealed,
           found::integer AS found
      FROM listed ORDER BY urgency, due_on, application_id`)
  return rows
}

/** Whom a request is about that somebody else made, as far as they said. */
function beneficiaryOf({ vault }: Deps, { key_wrapped: wrapped, sealed }: Row): Content['beneficiary'] {
  return wrapped && sealed ? open<Content>(vault.unwrap(wrapped), sealed).beneficiary : undefined
}

function itemOf(deps: Deps, row: Row, place: string): WorkItem {
  const { kind, urgent, alert, task, programmes, due, paused, warning, raised, submittedAt } = row.shown
  return {
    ...{ id: row.id, kind, receiptNumber: row.receipt_number },
    name: deps.vault.openField(row.name_cipher),
    beneficiary: beneficiaryOf(deps, row)?.name ?? null,
    ...{ place, urgent, alert, task, programmes, due, paused, warning, raised, submittedAt },
  }
}

/** A page of lines, and where the next one begins. */
type Found = { rows: Row[]; next: Mark | undefined }

/** One more than a page is asked for: whether anything comes behind it. */
async function nextPage(deps: Deps, officer: Officer, here: Before, part: Part): Promise<Found> {
  const rows = await openRows(deps, officer, linesAfter(here, part, pageSize + 1))
  const last = rows.at(-1)
  const more = last !== undefined && last.found > pageSize
  return { rows, next: more ? { urgency: last.urgency, dueOn: last.due_on, id: last.id } : undefined }
}

async function meantOnes(
  deps: Deps,
  officer: Officer,
  here: Before,
  { part, words }: { part: Part; words: string },
): Promise<Found> {
  const { hits, next } = await lookFor(deps, here, part, words)
  const ids = sql.param(hits.map(({ id }) => id))
  const desks = sql.param(hits.map(({ desk }) => desk))
  const lines = sql`(
    SELECT l.* FROM desk_line l
      JOIN unnest(${ids}::uuid[], ${desks}::text[]) AS h (id, desk) ON h.id = l.application_id AND h.desk = l.desk)`
  return { rows: hits.length === 0 ? [] : await openRows(deps, officer, lines), next }
}

/**
 * A page of what lies before an officer, urgent first, then by due date; of those that are meant where words are given.
 * Throws `forbidden` for whoever has no requests to handle.
 */
export async function workList(
  deps: Deps,
  officer: Officer,
  { due = 'all', after, ...search }: ListQuery & Partial<ListSearch> = {},
): Promise<WorkList> {
  requireWork(officer, 'list-visits')
  const today = deps.clock.today()
  const part = { due, after: readMark(after), today }
  const { words = '' } = search
  const here = await before(deps, officer)
  const [counts, { rows, next }] = await Promise.all([
    countLines(deps, here, today),
    words === '' ? nextPage(deps, officer, here, part) : meantOnes(deps, officer, here, { part, words }),
  ])
  const places = await knownPlaceNames(
    deps.db,
    rows.map((row) => row.region_code),
  )
  return {
    today: businessDate(deps.clock.now()),
    next: next === undefined ? null : writeMark(next),
    counts,
    items: rows.map((row) => itemOf(deps, row, places.get(row.region_code) ?? '')),
  }
}
