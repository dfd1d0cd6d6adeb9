import { sql } from 'drizzle-orm'
import { isMeant } from '@yima/shared/work/order'
import type { Deps } from '../http/context.ts'
import { knownPlaceNames } from '../region/office.ts'
import type { Before } from './before.ts'
import { linesAfter, pageSize, type Mark, type Part } from './page.ts'

/** Lines that are opened at a time, and for one question; whoever wants to look further asks again from there. */
const atOnce = 1000
const most = 20_000

type Row = { id: string; desk: string; urgency: number; due_on: string; receipt_number: string; region_code: string; name_cipher: Buffer }

export type Hit = { id: string; desk: string }

/**
 * Those on a desk who are meant by a part of a name, a place or a receipt number, most pressing first. Names are kept
 * nowhere but sealed, so that each is opened, compared and forgotten; only who is shown was seen.
 * `next` is where to look further, undefined once all of the desk was looked through.
 */
export async function lookFor(
  deps: Deps,
  here: Before,
  part: Part,
  words: string,
): Promise<{ hits: Hit[]; next: Mark | undefined }> {
  const fits = isMeant(words)
  const hits: Hit[] = []
  let after = part.after
  for (let opened = 0; opened < most; opened += atOnce) {
    const { rows } = await deps.db.execute<Row>(sql`
      SELECT l.application_id AS id, l.desk, l.urgency, l.due_on, l.receipt_number, l.region_code, p.name_cipher
        FROM ${linesAfter(here, { ...part, after }, atOnce)} l
        JOIN person p ON p.id = l.person_id AND p.key_wrapped IS NOT NULL
       ORDER BY l.urgency, l.due_on, l.application_id`)
    const places = await knownPlaceNames(
      deps.db,
      rows.map((row) => row.region_code),
    )
    for (const row of rows) {
      after = { urgency: row.urgency, dueOn: row.due_on, id: row.id }
      const name = deps.vault.openField(row.name_cipher)
      const place = places.get(row.region_code) ?? ''
      if (fits({ name, place, receiptNumber: row.receipt_number })) hits.push({ id: row.id, desk: row.desk })
      if (hits.length === pageSize) return { hits, next: after }
    }
    if (rows.length < atOnce) return { hits, next: undefined }
  }
  return { hits, next: after }
}
