import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, county, instant } from '../db/columns.ts'

export const appraisal = pgTable('appraisal', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  applicationId: uuid('application_id').notNull(),
  claimId: uuid('claim_id').notNull(),
  officerId: uuid('officer_id').notNull(),
  level: text('level').notNull(),
  sealed: bytes('sealed').notNull(),
  receivedAt: instant('received_at').notNull(),
})
