import { bigint, boolean, char, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { stages } from '@yima/shared/renovation/stages'
import { bytes, county, day, instant } from '../db/columns.ts'

const fen = (name: string) => bigint(name, { mode: 'number' }).notNull()

/** What is to be done next with a house. */
export const worksStates = ['survey', 'plan', 'settle', 'inspect', 'finished'] as const

export const renovation = pgTable('renovation', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  regionCode: char('region_code', { length: 12 }).notNull(),
  applicationId: uuid('application_id').notNull(),
  claimId: uuid('claim_id').notNull(),
  subsidyFen: fen('subsidy_fen'),
  state: text('state', { enum: worksStates }).notNull(),
  stopped: boolean('stopped').notNull(),
  nextOn: day('next_on'),
  sealed: bytes('sealed').notNull(),
  openedAt: instant('opened_at').notNull(),
})

export const instalment = pgTable('instalment', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  renovationId: uuid('renovation_id').notNull(),
  number: integer('number').notNull(),
  stage: text('stage', { enum: stages }).notNull(),
  share: integer('share').notNull(),
  fen: fen('fen'),
  onDay: day('on_day').notNull(),
  acceptanceId: uuid('acceptance_id').notNull(),
  proposedBy: uuid('proposed_by').notNull(),
  confirmedBy: uuid('confirmed_by').notNull(),
  at: instant('at').notNull(),
})
