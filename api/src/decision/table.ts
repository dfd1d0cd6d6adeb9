import { char, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, county, day, instant } from '../db/columns.ts'

/** Rules as they stood, by the hash of their text. No personal data. */
export const ruleVersion = pgTable('rule_version', {
  version: char('version', { length: 64 }).primaryKey(),
  programme: text('programme').notNull(),
  rules: text('rules').notNull(),
  at: instant('at').notNull(),
})

export const decision = pgTable('decision', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  applicationId: uuid('application_id').notNull(),
  claimId: uuid('claim_id').notNull(),
  number: text('number').notNull(),
  outcome: text('outcome', { enum: ['confirmed', 'refused'] }).notNull(),
  version: char('version', { length: 64 }).notNull(),
  unitId: text('unit_id').notNull(),
  /** When it was handed in, and by which day it was to be decided: what a place publishes of its pace. */
  askedOn: day('asked_on'),
  dueOn: day('due_on'),
  sealed: bytes('sealed').notNull(),
  at: instant('at').notNull(),
})
