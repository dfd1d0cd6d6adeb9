import { boolean, char, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, county, day, instant } from '../db/columns.ts'

export const application = pgTable('application', {
  id: uuid('id').primaryKey(),
  receiptNumber: char('receipt_number', { length: 13 }).notNull(),
  personId: uuid('person_id').notNull(),
  countyCode: county(),
  regionCode: char('region_code', { length: 12 }).notNull(),
  unitId: text('unit_id').notNull(),
  kind: text('kind', { enum: ['application', 'outreach'] }).notNull(),
  forWhom: text('for_whom', { enum: ['self', 'family', 'neighbour'] }).notNull(),
  state: text('state', { enum: ['submitted', 'open', 'closed', 'withdrawn', 'merged'] }).notNull(),
  urgent: boolean('urgent').notNull(),
  dangers: text('dangers').array().notNull(),
  handlerId: uuid('handler_id'),
  visitDue: day('visit_due').notNull(),
  visitProvisional: boolean('visit_provisional').notNull(),
  lastFourIndex: bytes('last_four_index').notNull(),
  aboutIndex: bytes('about_index'),
  addressIndex: bytes('address_index'),
  sealed: bytes('sealed').notNull(),
  lastEvent: integer('last_event').notNull(),
  submittedAt: instant('submitted_at').notNull(),
})

/** An urgent request calls the duty roster, level by level. */
export const call = pgTable('call', {
  applicationId: uuid('application_id').notNull(),
  step: integer('step').notNull(),
  countyCode: county(),
  unitId: text('unit_id').notNull(),
  officerId: uuid('officer_id').notNull(),
  answerBy: instant('answer_by').notNull(),
  acknowledgedAt: instant('acknowledged_at'),
  acknowledgedBy: uuid('acknowledged_by'),
  passedOn: boolean('passed_on').notNull(),
  rang: boolean('rang').notNull(),
})
