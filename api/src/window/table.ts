import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { Purpose, ShownScope } from '@yima/shared/window/occasion'
import { bytes, county, instant } from '../db/columns.ts'

export const occasion = pgTable('occasion', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  identityId: uuid('identity_id').notNull(),
  officerId: uuid('officer_id').notNull(),
  unitId: text('unit_id').notNull(),
  sessionId: uuid('session_id'),
  way: text('way', { enum: ['code', 'number', 'device', 'card'] }).notNull(),
  reach: text('reach', { enum: ['ask', 'minimum'] }).notNull(),
  purpose: text('purpose').$type<Purpose>().notNull(),
  sealed: bytes('sealed').notNull(),
  asked: text('asked').array().$type<ShownScope[]>().notNull(),
  given: text('given').array().$type<ShownScope[]>().notNull(),
  givenAt: instant('given_at'),
  openedAt: instant('opened_at').notNull(),
  endsAt: instant('ends_at').notNull(),
  closedAt: instant('closed_at'),
  closedBy: text('closed_by', { enum: ['resident', 'officer', 'system'] }),
  lastEvent: integer('last_event').notNull(),
})
