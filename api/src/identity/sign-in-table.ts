import { bigint, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, county, instant } from '../db/columns.ts'

/** What lets an officer in; see the migration for each column. */
export const passkey = pgTable('passkey', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  officerId: uuid('officer_id').notNull(),
  credential: text('credential').notNull(),
  publicKey: text('public_key').notNull(),
  counter: bigint('counter', { mode: 'number' }).notNull(),
  transports: text('transports').array().notNull(),
  name: text('name').notNull(),
  createdAt: instant('created_at').notNull(),
  usedAt: instant('used_at'),
})

export const officerLogin = pgTable(
  'officer_login',
  {
    issuer: text('issuer').notNull(),
    subjectIndex: bytes('subject_index').notNull(),
    countyCode: county(),
    officerId: uuid('officer_id').notNull(),
    linkedAt: instant('linked_at').notNull(),
  },
  (row) => [primaryKey({ columns: [row.issuer, row.subjectIndex] })],
)

export const invitation = pgTable('invitation', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  tokenHash: bytes('token_hash').notNull(),
  officerId: uuid('officer_id'),
  madeBy: uuid('made_by'),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
  endedAt: instant('ended_at'),
})

export const spentChallenge = pgTable('spent_challenge', {
  challengeHash: bytes('challenge_hash').primaryKey(),
  expiresAt: instant('expires_at').notNull(),
})

export const signInTry = pgTable(
  'sign_in_try',
  {
    who: bytes('who').notNull(),
    since: instant('since').notNull(),
    times: integer('times').notNull(),
    until: instant('until').notNull(),
  },
  (row) => [primaryKey({ columns: [row.who, row.since] })],
)
