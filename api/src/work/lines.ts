import { sql } from 'drizzle-orm'
import type { ClaimRow } from '../claim/store.ts'
import { insertRows } from '../db/insert.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import type { Alert } from './alert.ts'
import { deskLine } from './line-table.ts'
import { linesOf, lineVersion, type Line, type OpenRequest, type Place } from './line.ts'

type Row = Omit<OpenRequest, 'submittedAt' | 'called' | 'alert'> & {
  submittedAt: string
  calls: (Alert & { place: Place })[]
}

const iso = (time: string | null): string | null => (time === null ? null : new Date(time).toISOString())

function requestIn({ calls, submittedAt, ...row }: Row): OpenRequest {
  const [latest] = calls
  return {
    ...row,
    submittedAt: new Date(submittedAt),
    called: calls.map(({ place }) => place),
    alert: latest
      ? {
          unit: latest.unit,
          officer: latest.officer,
          answerBy: iso(latest.answerBy) ?? '',
          acknowledgedAt: iso(latest.acknowledgedAt),
          acknowledgedBy: latest.acknowledgedBy,
        }
      : null,
  }
}

/** Papers came and nobody of the staff has opened the request since. */
const papersUnseen = sql`EXISTS (
  SELECT 1 FROM event e WHERE e.stream = a.id AND e.type = 'papers-sent' AND NOT EXISTS (
    SELECT 1 FROM access_log g
     WHERE g.person_id = a.person_id AND g.reader_kind = 'officer' AND g.what = 'application' AND g.at > e.at))`

/** The latest call first. */
const calls = sql`(
  SELECT coalesce(json_agg(json_build_object(
           'place', json_build_object('id', u.id, 'regionCode', u.region_code), 'unit', u.name, 'officer', o.name,
           'answerBy', k.answer_by, 'acknowledgedAt', k.acknowledged_at, 'acknowledgedBy', x.name)
         ORDER BY k.step DESC), '[]')
    FROM call k JOIN unit u ON u.id = k.unit_id JOIN officer o ON o.id = k.officer_id
    LEFT JOIN officer x ON x.id = k.acknowledged_by
   WHERE k.application_id = a.id)`

const claims = sql`(
  SELECT coalesce(json_agg(json_build_object(
           'programme', c.programme, 'state', c.state, 'dueOn', c.due_on, 'dueProvisional', c.due_provisional,
           'paused', c.paused, 'waits', c.waits, 'warned', c.warned, 'raised', c.raised, 'desks', c.desks)
         ORDER BY c.opened_at, c.id), '[]')
    FROM claim c WHERE c.application_id = a.id)`

/** Open requests as their rows say; whoever was erased has none. */
async function openRequests(tx: Transaction, ids: readonly string[]): Promise<OpenRequest[]> {
  const { rows } = await tx.execute<Row & { claims: ClaimRow[] }>(sql`
    SELECT a.id, a.kind, a.state, a.receipt_number AS "receiptNumber", a.person_id AS "personId",
           a.county_code AS "countyCode", a.region_code AS "regionCode", a.for_whom AS "forWhom", a.urgent,
           a.visit_due AS "visitDue", a.visit_provisional AS "visitProvisional", a.submitted_at AS "submittedAt",
           json_build_object('id', u.id, 'regionCode', u.region_code) AS unit,
           ${calls} AS calls, ${papersUnseen} AS "papersUnseen", ${claims} AS claims
      FROM application a JOIN unit u ON u.id = a.unit_id
      JOIN person p ON p.id = a.person_id AND p.key_wrapped IS NOT NULL
     WHERE a.id = ANY (${sql.param(ids)}::uuid[]) AND a.state IN ('submitted', 'open')`)
  return rows.map(requestIn)
}

/** The lines of a request that was just made, gathered with those of everybody who came at the same moment. */
export const insertLines = (tx: Transaction, request: OpenRequest): Promise<unknown> =>
  insertRows(tx, deskLine, linesOf(request))

const lineJson = (line: Line): string =>
  JSON.stringify({
    application_id: line.applicationId,
    desk: line.desk,
    county_code: line.countyCode,
    urgency: line.urgency,
    due_on: line.dueOn,
    up: line.up,
    receipt_number: line.receiptNumber,
    region_code: line.regionCode,
    person_id: line.personId,
    for_other: line.forOther,
    shown: line.shown,
    made_by: line.madeBy,
  })

/** What stands there already stays as it is, and is not counted anew. */
async function writeLines(tx: Transaction, ids: readonly string[], lines: readonly Line[]): Promise<void> {
  await tx.execute(sql`
    WITH given AS (
      SELECT * FROM json_populate_recordset(NULL::desk_line, ${`[${lines.map(lineJson).join()}]`}::json)
    ), gone AS (
      DELETE FROM desk_line l
       WHERE l.application_id = ANY (${sql.param(ids)}::uuid[])
         AND NOT EXISTS (SELECT 1 FROM given g WHERE g.application_id = l.application_id AND g.desk = l.desk)
    )
    INSERT INTO desk_line AS l SELECT * FROM given
    ON CONFLICT (application_id, desk) DO UPDATE
       SET urgency = excluded.urgency, due_on = excluded.due_on, up = excluded.up, for_other = excluded.for_other,
           shown = excluded.shown, made_by = excluded.made_by
     WHERE (l.urgency, l.due_on, l.up, l.for_other, l.shown, l.made_by)
           IS DISTINCT FROM (excluded.urgency, excluded.due_on, excluded.up, excluded.for_other, excluded.shown, excluded.made_by)`)
}

/**
 * Makes the lines of requests anew, in the transaction that changed something of them: the one place that is called after
 * whatever a desk sees or is found by. Holds the requests, so that of two changes at once the later one is told.
 */
export async function refreshLines(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`
    SELECT 1 FROM application WHERE id = ANY (${sql.param([...ids].sort())}::uuid[]) ORDER BY id FOR NO KEY UPDATE`)
  const requests = await openRequests(tx, ids)
  await writeLines(tx, ids, requests.flatMap(linesOf))
}

/** Somebody opened a request: where papers that came were all that waited, something else does now. */
export async function papersSeen({ db }: Pick<Deps, 'db'>, id: string): Promise<void> {
  const { rowCount } = await db.execute(sql`
    SELECT 1 FROM desk_line WHERE application_id = ${id} AND shown ->> 'task' = 'check-papers' LIMIT 1`)
  if (rowCount) await inTransaction(db, (tx) => refreshLines(tx, [id]))
}

const page = 200

/**
 * Makes lines for what was open before there were any, or was listed otherwise by an earlier version. At the start; safe
 * to repeat. Tells how many requests had to wait for it.
 */
export async function fillLines({ db }: Pick<Deps, 'db'>): Promise<number> {
  let filled = 0
  let after: string | undefined = '00000000-0000-0000-0000-000000000000'
  while (after !== undefined) {
    const { rows }: { rows: { id: string }[] } = await db.execute<{ id: string }>(sql`
      SELECT a.id FROM application a JOIN person p ON p.id = a.person_id AND p.key_wrapped IS NOT NULL
       WHERE a.state IN ('submitted', 'open') AND a.id > ${after} AND NOT EXISTS (
         SELECT 1 FROM desk_line l WHERE l.application_id = a.id AND l.made_by = ${lineVersion})
       ORDER BY a.id LIMIT ${page}`)
    const ids = rows.map(({ id }) => id)
    if (ids.length > 0) await inTransaction(db, (tx) => refreshLines(tx, ids))
    filled += ids.length
    after = ids.length < page ? undefined : ids.at(-1)
  }
  return filled
}

/** Adds up what every connection counted for itself. Safe in several processes at once: each takes what the others left. */
export async function foldTallies({ db }: Pick<Deps, 'db'>): Promise<void> {
  await db.execute(sql`
    WITH theirs AS (
      SELECT desk, up, due_on, writer FROM desk_tally WHERE writer <> 0 FOR UPDATE SKIP LOCKED
    ), taken AS (
      DELETE FROM desk_tally t USING theirs o
       WHERE (t.desk, t.up, t.due_on, t.writer) = (o.desk, o.up, o.due_on, o.writer)
      RETURNING t.desk, t.up, t.due_on, t.lines
    )
    INSERT INTO desk_tally AS t (desk, up, due_on, writer, lines)
    SELECT desk, up, due_on, 0, sum(lines) FROM taken GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (desk, up, due_on, writer) DO UPDATE SET lines = t.lines + excluded.lines`)
  await db.execute(sql`DELETE FROM desk_tally WHERE writer = 0 AND lines = 0`)
}
