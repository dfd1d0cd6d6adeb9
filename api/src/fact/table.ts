import { pgTable, uuid } from 'drizzle-orm/pg-core'
import { bytes, county, instant } from '../db/columns.ts'

export const heldFact = pgTable('held_fact', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  applicationId: uuid('application_id').notNull(),
  consentId: uuid('consent_id'),
  fencedAt: instant('fenced_at'),
  sealed: bytes('sealed').notNull(),
  at: instant('at').notNull(),
})

export const factChoice = pgTable('fact_choice', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  applicationId: uuid('application_id').notNull(),
  sealed: bytes('sealed').notNull(),
  at: instant('at').notNull(),
})
