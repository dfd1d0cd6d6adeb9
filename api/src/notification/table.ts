import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, county, instant } from '../db/columns.ts'

export const message = pgTable('message', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  channel: text('channel', { enum: ['sms'] }).notNull(),
  template: text('template').notNull(),
  toCipher: bytes('to_cipher').notNull(),
  bodyCipher: bytes('body_cipher').notNull(),
  state: text('state', { enum: ['waiting', 'sent', 'failed'] }).notNull(),
  tries: integer('tries').notNull(),
  createdAt: instant('created_at').notNull(),
  sentAt: instant('sent_at'),
})
