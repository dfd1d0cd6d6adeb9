import { char, pgTable, uuid } from 'drizzle-orm/pg-core'
import { bytes, county, instant } from '../db/columns.ts'

export const outreachNote = pgTable('outreach_note', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  regionCode: char('region_code', { length: 12 }).notNull(),
  applicationId: uuid('application_id').notNull(),
  receiptIndex: bytes('receipt_index').notNull(),
  keyWrapped: bytes('key_wrapped'),
  sealed: bytes('sealed').notNull(),
  filedAt: instant('filed_at').notNull(),
})
