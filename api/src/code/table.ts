import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, county, day, instant } from '../db/columns.ts'

/** Secrets that stand for somebody once; see the migration for each column. */
export const code = pgTable('code', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  kind: text('kind', { enum: ['mine', 'entitlement'] }).notNull(),
  tokenHash: bytes('token_hash').notNull(),
  numberIndex: bytes('number_index'),
  identityId: uuid('identity_id').notNull(),
  sessionId: uuid('session_id'),
  purpose: text('purpose'),
  issuedAt: instant('issued_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  numberUntil: instant('number_until'),
  usedAt: instant('used_at'),
  usedKind: text('used_kind', { enum: ['resident', 'officer'] }),
  usedBy: uuid('used_by'),
  endedAt: instant('ended_at'),
})

/** Phones that sign codes of their own. */
export const codeDevice = pgTable('code_device', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  identityId: uuid('identity_id').notNull(),
  sessionId: uuid('session_id').notNull(),
  publicKey: text('public_key').notNull(),
  label: text('label'),
  createdAt: instant('created_at').notNull(),
  revokedAt: instant('revoked_at'),
})

/** Printed cards. */
export const codeCard = pgTable('code_card', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  identityId: uuid('identity_id').notNull(),
  tokenHash: bytes('token_hash').notNull(),
  numberIndex: bytes('number_index').notNull(),
  lastFour: text('last_four').notNull(),
  pin: text('pin'),
  tries: integer('tries').notNull(),
  issuedBy: uuid('issued_by').notNull(),
  issuedAt: instant('issued_at').notNull(),
  revokedKind: text('revoked_kind', { enum: ['resident', 'officer'] }),
  revokedBy: uuid('revoked_by'),
  revokedAt: instant('revoked_at'),
  lostBy: uuid('lost_by'),
  lostAt: instant('lost_at'),
})

/** Statuses by ID number. */
export const entitlement = pgTable('entitlement', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  numberIndex: bytes('number_index').notNull(),
  status: text('status').notNull(),
  untilOn: day('until_on'),
  source: text('source', { enum: ['demo', 'decision'] }).notNull(),
  endedAt: instant('ended_at'),
})
