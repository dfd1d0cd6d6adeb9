import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { county, day } from '../db/columns.ts'

export const officeKey = pgTable('office_key', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  unitId: text('unit_id').notNull(),
  publicKey: text('public_key').notNull(),
  madeBy: uuid('made_by').notNull(),
  madeOn: day('made_on').notNull(),
  endedOn: day('ended_on'),
  endReason: text('end_reason'),
  handedFrom: text('handed_from'),
  handed: text('handed'),
})

export const readerKey = pgTable('reader_key', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  officeKeyId: uuid('office_key_id').notNull(),
  officerId: uuid('officer_id').notNull(),
  recipient: text('recipient').notNull(),
  signature: text('signature'),
  signedBy: uuid('signed_by'),
  file: text('file'),
  madeOn: day('made_on').notNull(),
  endedOn: day('ended_on'),
  endReason: text('end_reason'),
})
