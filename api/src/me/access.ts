import { sql } from 'drizzle-orm'
import type { AccessLine, AccessPage } from '@yima/shared/me/contract'
import type { Deps, ResidentSession } from '../http/context.ts'
import { ownPersons } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { open } from '../vault.ts'

const pageSize = 50

export type LookRow = {
  id: string
  at: Date
  purpose: string
  what: string
  facts: string[]
  reader_kind: 'resident' | 'officer'
  name: string | null
  helper_name: Buffer | null
  post: string | null
  office: string | null
  handles: boolean
  key_wrapped: Buffer | null
  sealed: Buffer | null
  asked_at: Date | null
  answer_sealed: Buffer | null
  answered_at: Date | null
  answer_office: string | null
}

/** What is shown of a request only where it lies on the reader’s own desk: at the centre, the county or a deputy’s as well. */
const onOwnDesk = ['application', 'consents', 'decision', 'facts', 'file', 'list', 'picture', 'verification']

/** What a line is made of: the look, its reader, and whether a request of the person was that reader’s to handle. */
export const lookColumns = sql`
  g.id, g.at, g.purpose, g.what, g.facts, g.reader_kind, h.name_cipher AS helper_name, o.name, o.post, u.name AS office,
  (g.what = ANY (${sql.param(onOwnDesk)}::text[])
    OR EXISTS (SELECT 1 FROM application a WHERE a.person_id = g.person_id AND a.unit_id = o.unit_id)) AS handles,
  person.key_wrapped, q.sealed, q.asked_at, q.answer_sealed, q.answered_at, v.name AS answer_office`

export const lookTables = sql`
  access_log g
  JOIN person ON person.id = g.person_id
  LEFT JOIN officer o ON g.reader_kind = 'officer' AND o.id = g.reader_id
  LEFT JOIN unit u ON u.id = o.unit_id
  LEFT JOIN person h ON g.reader_kind = 'resident' AND g.purpose IN ('helper', 'guardian') AND h.id = g.reader_id
  LEFT JOIN access_question q ON q.access_id = g.id
  LEFT JOIN officer w ON w.id = q.answered_by
  LEFT JOIN unit v ON v.id = w.unit_id`

const wordsOf = (key: Buffer, sealed: Buffer): string => open<{ words: string }>(key, sealed).words

/** The question about a look, opened with the key of the person it was about; null while nobody asked. */
export function questionOf({ vault }: Pick<Deps, 'vault'>, row: LookRow): AccessLine['question'] {
  if (!row.key_wrapped || !row.sealed || !row.asked_at) return null
  const key = vault.unwrap(row.key_wrapped)
  const { answer_sealed: answer, answered_at: at } = row
  return {
    askedAt: new Date(row.asked_at).toISOString(),
    words: wordsOf(key, row.sealed),
    answer:
      answer && at
        ? { at: new Date(at).toISOString(), words: wordsOf(key, answer), office: row.answer_office ?? '' }
        : null,
  }
}

export const readerOf = ({ name, post, office }: LookRow): AccessLine['reader'] =>
  name === null ? null : { name, post: post ?? '', office: office ?? '' }

/** Who looked. A helper's name is known to whoever gave the mandate: it stands beside every act. */
function whoOf({ vault }: Pick<Deps, 'vault'>, row: LookRow): Pick<AccessLine, 'by' | 'reader'> {
  if (row.reader_kind === 'officer') return { by: 'officer', reader: readerOf(row) }
  if (!row.helper_name) return { by: 'own', reader: null }
  return { by: 'helper', reader: { name: vault.openField(row.helper_name), post: '', office: '' } }
}

const lineOf = (deps: Deps, row: LookRow): AccessLine => ({
  id: row.id,
  at: new Date(row.at).toISOString(),
  ...whoOf(deps, row),
  purpose: row.purpose,
  what: row.what,
  facts: row.facts,
  handles: row.handles,
  question: questionOf(deps, row),
})

/** Who looked at one's own data, newest first, fifty at a time; `before` is the last line already shown. */
export async function ownAccess(deps: Deps, resident: ResidentSession, before?: string): Promise<AccessPage> {
  const own = sql`g.person_id IN (SELECT ${person.id} FROM ${person} WHERE ${ownPersons(resident)})`
  // Only a line of one's own marks a place: another's would tell when somebody was looked at.
  const older = before
    ? sql`AND (g.at, g.id) < (SELECT g.at, g.id FROM access_log g WHERE g.id = ${before} AND ${own})`
    : sql``
  const { rows } = await deps.db.execute<LookRow>(sql`
    SELECT ${lookColumns} FROM ${lookTables}
     WHERE ${own} ${older}
     ORDER BY g.at DESC, g.id DESC LIMIT ${pageSize + 1}`)
  return {
    lines: rows.slice(0, pageSize).map((row) => lineOf(deps, row)),
    more: rows.length > pageSize,
  }
}
