import { boolean, char, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { checkFindings } from '@yima/shared/spot-check/finding'
import { bytes, county, day, instant } from '../db/columns.ts'

const quarter = () => char('quarter', { length: 7 }).notNull()

export const checkList = pgTable(
  'check_list',
  {
    countyCode: county(),
    quarter: quarter(),
    tags: text('tags').array().notNull(),
    size: integer('size').notNull(),
    digest: char('digest', { length: 64 }).notNull(),
    committedAt: instant('committed_at').notNull(),
  },
  (row) => [primaryKey({ columns: [row.countyCode, row.quarter] })],
)

export const checkDraw = pgTable(
  'check_draw',
  {
    countyCode: county(),
    quarter: quarter(),
    rootNumber: integer('root_number').notNull(),
    seed: char('seed', { length: 64 }).notNull(),
    drawn: text('drawn').array().notNull(),
    drawnAt: instant('drawn_at').notNull(),
  },
  (row) => [primaryKey({ columns: [row.countyCode, row.quarter] })],
)

export const spotCheck = pgTable('spot_check', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  quarter: quarter(),
  drawn: boolean('drawn').notNull(),
  applicationId: uuid('application_id').notNull(),
  claimId: uuid('claim_id').notNull(),
  outcome: text('outcome', { enum: ['confirmed', 'refused'] }).notNull(),
  officerId: uuid('officer_id'),
  drawnOn: day('drawn_on').notNull(),
  dueOn: day('due_on').notNull(),
  state: text('state', { enum: ['open', 'done'] }).notNull().default('open'),
  finding: text('finding', { enum: checkFindings }),
  doneOn: day('done_on'),
  sealed: bytes('sealed'),
})

export const revisitWish = pgTable('revisit_wish', {
  wishIndex: bytes('wish_index').primaryKey(),
  countyCode: county(),
  quarter: quarter(),
  sealed: bytes('sealed').notNull(),
})
