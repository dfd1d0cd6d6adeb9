import { char, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { effects, objectionStates } from '@yima/shared/objection/contract'
import { bytes, county, day, instant } from '../db/columns.ts'

export const objection = pgTable('objection', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  regionCode: char('region_code', { length: 12 }).notNull(),
  noticeId: uuid('notice_id').notNull(),
  applicationId: uuid('application_id').notNull(),
  claimId: uuid('claim_id').notNull(),
  state: text('state', { enum: objectionStates }).notNull(),
  effect: text('effect', { enum: effects }),
  lookOn: day('look_on'),
  receiptIndex: bytes('receipt_index').notNull(),
  fourIndex: bytes('four_index').notNull(),
  keyWrapped: bytes('key_wrapped'),
  sealed: bytes('sealed').notNull(),
  standing: bytes('standing').notNull(),
  lastEvent: integer('last_event').notNull(),
  filedAt: instant('filed_at').notNull(),
  writtenBy: uuid('written_by'),
})

export const objectionEvent = pgTable(
  'objection_event',
  {
    objectionId: uuid('objection_id').notNull(),
    number: integer('number').notNull(),
    countyCode: county(),
    type: text('type').notNull(),
    at: instant('at').notNull(),
    actorKind: text('actor_kind', { enum: ['objector', 'officer', 'system'] }).notNull(),
    actorId: uuid('actor_id'),
    sealed: bytes('sealed').notNull(),
  },
  (row) => [primaryKey({ columns: [row.objectionId, row.number] })],
)
