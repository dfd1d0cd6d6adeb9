import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { queryStates, type QueryWhy } from '@yima/shared/verification/query'
import { sourceIds } from '@yima/shared/verification/sources'
import { bytes, county, day, instant } from '../db/columns.ts'

export const verification = pgTable('verification', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  applicationId: uuid('application_id').notNull(),
  personId: uuid('person_id').notNull(),
  state: text('state', { enum: ['running', 'reported', 'void', 'replaced'] }).notNull(),
  startedBy: uuid('started_by'),
  startedAt: instant('started_at').notNull(),
  reportId: uuid('report_id'),
  madeOn: day('made_on'),
  sealed: bytes('sealed').notNull(),
  lastEvent: integer('last_event').notNull(),
})

export const query = pgTable('query', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  verificationId: uuid('verification_id').notNull(),
  consentId: uuid('consent_id').notNull(),
  source: text('source', { enum: sourceIds }).notNull(),
  round: integer('round').notNull(),
  state: text('state', { enum: queryStates }).notNull(),
  attempts: integer('attempts').notNull(),
  why: text('why').$type<QueryWhy>(),
  nextAt: instant('next_at'),
  asOf: day('as_of'),
  sealed: bytes('sealed'),
})
