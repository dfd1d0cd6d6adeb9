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
  paused: boolean('paused').notNull(),
  sealed: bytes('sealed').notNull(),
  openedAt: instant('opened_at').notNull(),
})
