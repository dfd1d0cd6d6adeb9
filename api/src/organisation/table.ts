import { boolean, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { Change } from '@yima/shared/organisation/organisation'
import { bytes, county, day, instant } from '../db/columns.ts'

export const absence = pgTable('absence', {
  id: uuid('id').primaryKey(),
  officerId: uuid('officer_id').notNull(),
  fromOn: day('from_on').notNull(),
  toOn: day('to_on').notNull(),
  deputyId: uuid('deputy_id'),
  ended: boolean('ended').notNull(),
})

export const relative = pgTable('relative', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  officerId: uuid('officer_id').notNull(),
  idIndex: bytes('id_index').notNull(),
  phoneIndex: bytes('phone_index'),
  addressIndex: bytes('address_index'),
  nameCipher: bytes('name_cipher').notNull(),
  kinship: text('kinship', { enum: ['spouse', 'parent', 'child', 'sibling', 'in-law', 'other'] }).notNull(),
  declaredBy: uuid('declared_by').notNull(),
  declaredAt: instant('declared_at').notNull(),
  endedAt: instant('ended_at'),
})

export const organisationChange = pgTable('organisation_change', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  change: jsonb('change').$type<Change>().notNull(),
  importId: uuid('import_id'),
  phoneCipher: bytes('phone_cipher'),
  relativeCipher: bytes('relative_cipher'),
  reason: text('reason').notNull(),
  effectiveOn: day('effective_on').notNull(),
  state: text('state', {
    enum: ['proposed', 'scheduled', 'effective', 'declined', 'withdrawn', 'lapsed'],
  }).notNull(),
  proposedBy: uuid('proposed_by').notNull(),
  confirmedBy: uuid('confirmed_by'),
  basis: text('basis').notNull(),
})

export const organisationEvent = pgTable(
  'organisation_event',
  {
    countyCode: county(),
    number: integer('number').notNull(),
    type: text('type').notNull(),
    at: instant('at').notNull(),
    actorId: uuid('actor_id'),
    changeId: uuid('change_id').notNull(),
    subject: text('subject').notNull(),
    payload: text('payload').notNull(),
    previousHash: bytes('previous_hash').notNull(),
    hash: bytes('hash').notNull(),
  },
  (row) => [primaryKey({ columns: [row.countyCode, row.number] })],
)
