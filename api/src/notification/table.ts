import { boolean, char, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { attemptStates, channels } from '@yima/shared/notification/decide'
import { bytes, county, instant } from '../db/columns.ts'

/** What somebody is told, in the inbox; see the migration for each column. */
export const notification = pgTable('notification', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  personId: uuid('person_id').notNull(),
  template: text('template').notNull(),
  about: text('about').notNull(),
  locale: text('locale', { enum: ['zh-CN', 'en'] }).notNull(),
  urgent: boolean('urgent').notNull(),
  sealed: bytes('sealed').notNull(),
  createdAt: instant('created_at').notNull(),
  readAt: instant('read_at'),
  lookAt: instant('look_at'),
  doneBy: uuid('done_by'),
  doneWith: uuid('done_with').array(),
})

/** One way by which something went out. */
export const message = pgTable('message', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  channel: text('channel', { enum: channels }).notNull(),
  template: text('template').notNull(),
  toCipher: bytes('to_cipher'),
  bodyCipher: bytes('body_cipher'),
  state: text('state', { enum: attemptStates }).notNull(),
  tries: integer('tries').notNull(),
  createdAt: instant('created_at').notNull(),
  sentAt: instant('sent_at'),
  notificationId: uuid('notification_id'),
  notBefore: instant('not_before'),
  triedAt: instant('tried_at'),
  deliveredAt: instant('delivered_at'),
})

export const callTask = pgTable('call_task', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  personId: uuid('person_id').notNull(),
  unitId: text('unit_id').notNull(),
  regionCode: char('region_code', { length: 12 }).notNull(),
  createdAt: instant('created_at').notNull(),
  toldAt: instant('told_at'),
  toldBy: uuid('told_by'),
  how: text('how', { enum: ['call', 'visit'] }),
  reasonSealed: bytes('reason_sealed'),
})

export const pushSubscription = pgTable('push_subscription', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  sessionId: uuid('session_id').notNull(),
  endpointIndex: bytes('endpoint_index').notNull(),
  sealed: bytes('sealed').notNull(),
  createdAt: instant('created_at').notNull(),
})

export const contactWish = pgTable('contact_wish', {
  identityId: uuid('identity_id').primaryKey(),
  countyCode: county(),
  locale: text('locale', { enum: ['zh-CN', 'en'] }).notNull(),
  updatedAt: instant('updated_at').notNull(),
})
