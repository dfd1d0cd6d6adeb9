import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, county, instant } from '../db/columns.ts'

/** Somebody as claimed by one phone with one typed ID; see the migration for each column. */
export const person = pgTable('person', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  pairIndex: bytes('pair_index').notNull(),
  idIndex: bytes('id_index'),
  idCipher: bytes('id_cipher'),
  phoneIndex: bytes('phone_index'),
  phoneCipher: bytes('phone_cipher'),
  nameCipher: bytes('name_cipher').notNull(),
  phoneConfirmed: boolean('phone_confirmed').notNull(),
  level: text('level', { enum: ['claimed', 'proven'] }).notNull(),
  keyWrapped: bytes('key_wrapped'),
  createdAt: instant('created_at').notNull(),
  identityId: uuid('identity_id'),
  attachedAt: instant('attached_at'),
})

/** One natural person, at every window; see the migration. Name, number, phone and key lie in the person row of the same id. */
export const identity = pgTable('identity', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  level: text('level', { enum: ['claimed', 'proven'] }).notNull(),
  numberKind: text('number_kind', { enum: ['id-number', 'foreign', 'none'] }).notNull(),
  numberIndex: bytes('number_index'),
  provenHow: text('proven_how', { enum: ['oidc', 'window', 'visit', 'card'] }),
  provenBy: uuid('proven_by'),
  provenAt: instant('proven_at'),
  joinedTo: uuid('joined_to'),
  joinedAt: instant('joined_at'),
  closedAt: instant('closed_at'),
  createdAt: instant('created_at').notNull(),
  lostBy: uuid('lost_by'),
  lostAt: instant('lost_at'),
})

/** Phones with a typed ID that stand for an identity. */
export const identityPair = pgTable('identity_pair', {
  pairIndex: bytes('pair_index').primaryKey(),
  identityId: uuid('identity_id').notNull(),
  createdAt: instant('created_at').notNull(),
})

export const session = pgTable('session', {
  id: uuid('id').notNull().defaultRandom(),
  tokenHash: bytes('token_hash').primaryKey(),
  kind: text('kind', { enum: ['resident', 'officer'] }).notNull(),
  pairIndex: bytes('pair_index'),
  identityId: uuid('identity_id'),
  officerId: uuid('officer_id'),
  label: text('label'),
  phoneCipher: bytes('phone_cipher'),
  createdAt: instant('created_at').notNull(),
  seenAt: instant('seen_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  lockedAt: instant('locked_at'),
  revokedAt: instant('revoked_at'),
})

export const phoneCode = pgTable('phone_code', {
  phoneIndex: bytes('phone_index').primaryKey(),
  codeHash: bytes('code_hash').notNull(),
  tries: integer('tries').notNull(),
  expiresAt: instant('expires_at').notNull(),
  sentAt: instant('sent_at').notNull(),
  sentToday: integer('sent_today').notNull(),
})

export const phoneProof = pgTable('phone_proof', {
  proofHash: bytes('proof_hash').primaryKey(),
  phoneIndex: bytes('phone_index').notNull(),
  expiresAt: instant('expires_at').notNull(),
})
