import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, county, instant } from '../db/columns.ts'

export const visit = pgTable('visit', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  applicationId: uuid('application_id').notNull(),
  officerId: uuid('officer_id').notNull(),
  safety: text('safety').array().notNull(),
  sealed: bytes('sealed').notNull(),
  receivedAt: instant('received_at').notNull(),
})
