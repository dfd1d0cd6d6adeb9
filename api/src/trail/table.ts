import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, county, instant } from '../db/columns.ts'

export const event = pgTable(
  'event',
  {
    stream: uuid('stream').notNull(),
    number: integer('number').notNull(),
    type: text('type').notNull(),
    at: instant('at').notNull(),
    actorKind: text('actor_kind', { enum: ['resident', 'officer', 'system'] }).notNull(),
    actorId: uuid('actor_id'),
    countyCode: county(),
    payloadDigest: bytes('payload_digest').notNull(),
    previousHash: bytes('previous_hash').notNull(),
    hash: bytes('hash').notNull(),
  },
  (row) => [primaryKey({ columns: [row.stream, row.number] })],
)

export const eventPayload = pgTable(
  'event_payload',
  {
    stream: uuid('stream').notNull(),
    number: integer('number').notNull(),
    personId: uuid('person_id').notNull(),
    countyCode: county(),
    sealed: bytes('sealed').notNull(),
  },
  (row) => [primaryKey({ columns: [row.stream, row.number] })],
)

export const accessLog = pgTable('access_log', {
  id: uuid('id').primaryKey(),
  personId: uuid('person_id').notNull(),
  countyCode: county(),
  readerKind: text('reader_kind', { enum: ['resident', 'officer'] }).notNull(),
  readerId: uuid('reader_id').notNull(),
  purpose: text('purpose').notNull(),
  what: text('what').notNull(),
  facts: text('facts').array().notNull().default([]),
  at: instant('at').notNull(),
})

export const trailRoot = pgTable(
  'trail_root',
  {
    countyCode: county(),
    number: integer('number').notNull(),
    from: instant('from_at').notNull(),
    until: instant('until_at').notNull(),
    size: integer('size').notNull(),
    root: bytes('root').notNull(),
    looks: integer('looks').notNull(),
    looksHash: bytes('looks_hash').notNull(),
    organisationNumber: integer('organisation_number').notNull(),
    organisationHash: bytes('organisation_hash').notNull(),
    previous: bytes('previous').notNull(),
    keyId: text('key_id').notNull(),
    signature: bytes('signature').notNull(),
  },
  (row) => [primaryKey({ columns: [row.countyCode, row.number] })],
)
