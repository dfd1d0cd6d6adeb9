import { boolean, char, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { Term } from '@yima/shared/calendar/deadline'
import { noticeKinds, type Posted } from '@yima/shared/notice/contract'
import { bytes, county, day, instant } from '../db/columns.ts'

export const notice = pgTable('notice', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  regionCode: char('region_code', { length: 12 }).notNull(),
  applicationId: uuid('application_id').notNull(),
  claimId: uuid('claim_id').notNull(),
  kind: text('kind', { enum: noticeKinds }).notNull(),
  /** `withheld`: it would hang, but nobody is to read it; `standing`: after the decision. */
  state: text('state', { enum: ['hanging', 'withheld', 'standing', 'over'] }).notNull(),
  shown: jsonb('shown').$type<Posted>().notNull(),
  textHash: char('text_hash', { length: 64 }).notNull(),
  fromOn: day('from_on').notNull(),
  toOn: day('to_on'),
  untilOn: day('until_on'),
  term: jsonb('term').$type<Term>(),
  missed: jsonb('missed').$type<readonly string[]>().notNull(),
  judgedTo: day('judged_to'),
  postedAt: instant('posted_at').notNull(),
})
export type NoticeRow = typeof notice.$inferSelect

export const noticeDay = pgTable(
  'notice_day',
  {
    noticeId: uuid('notice_id').notNull(),
    day: day('day').notNull(),
    countyCode: county(),
    probes: integer('probes').notNull(),
    rightCount: integer('right_count').notNull(),
    fileId: uuid('file_id'),
    filedBy: uuid('filed_by'),
    filedAt: instant('filed_at'),
    passed: boolean('passed_over').notNull(),
  },
  (table) => [primaryKey({ columns: [table.noticeId, table.day] })],
)

export const boardPhoto = pgTable(
  'board_photo',
  { countyCode: county(), contentIndex: bytes('content_index').notNull(), day: day('day').notNull() },
  (table) => [primaryKey({ columns: [table.countyCode, table.contentIndex] })],
)

export const unposted = pgTable('unposted', {
  applicationId: uuid('application_id').primaryKey(),
  countyCode: county(),
  officerId: uuid('officer_id').notNull(),
  since: instant('since').notNull(),
  agreedBy: uuid('agreed_by'),
})
