import { boolean, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, county, day, instant } from '../db/columns.ts'

export const claim = pgTable('claim', {
  id: uuid('id').primaryKey(),
  applicationId: uuid('application_id').notNull(),
  countyCode: county(),
  programme: text('programme').notNull(),
  origin: text('origin', { enum: ['calculator', 'resident', 'officer'] }).notNull(),
  state: text('state').notNull(),
  handlerId: uuid('handler_id'),
  dueOn: day('due_on'),
  dueProvisional: boolean('due_provisional').notNull(),
  pausedReason: text('paused_reason'),
  pausedOn: day('paused_on'),
  papersAsked: boolean('papers_asked').notNull(),
  sealed: bytes('sealed'),
  openedAt: instant('opened_at').notNull(),
})
