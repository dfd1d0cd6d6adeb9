import { char, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, county, day, instant } from '../db/columns.ts'

export const household = pgTable('household', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  headId: uuid('head_id').notNull(),
  lastEvent: integer('last_event').notNull(),
  createdAt: instant('created_at').notNull(),
  endedOn: day('ended_on'),
})

/** Stays; `number` counts those of one household. */
export const householdMember = pgTable(
  'household_member',
  {
    householdId: uuid('household_id').notNull(),
    number: integer('number').notNull(),
    identityId: uuid('identity_id').notNull(),
    countyCode: county(),
    relation: text('relation').notNull(),
    joinedOn: day('joined_on').notNull(),
    leftOn: day('left_on'),
  },
  (row) => [primaryKey({ columns: [row.householdId, row.number] })],
)

export const guardianship = pgTable('guardianship', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  guardianId: uuid('guardian_id').notNull(),
  wardId: uuid('ward_id').notNull(),
  regionCode: char('region_code', { length: 12 }).notNull(),
  state: text('state', { enum: ['claimed', 'confirmed', 'ended'] }).notNull(),
  sealed: bytes('sealed').notNull(),
  lastEvent: integer('last_event').notNull(),
  createdAt: instant('created_at').notNull(),
})

export const mandate = pgTable('mandate', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  giverId: uuid('giver_id').notNull(),
  helperId: uuid('helper_id'),
  scopes: text('scopes').array().notNull(),
  fromOn: day('from_on').notNull(),
  untilOn: day('until_on').notNull(),
  how: text('how', { enum: ['phone', 'window'] }).notNull(),
  givenBefore: uuid('given_before'),
  endedOn: day('ended_on'),
  endedBy: text('ended_by', { enum: ['giver', 'helper', 'time'] }),
  lastEvent: integer('last_event').notNull(),
  createdAt: instant('created_at').notNull(),
})

export const familyInvitation = pgTable('family_invitation', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  kind: text('kind', { enum: ['member', 'helper'] }).notNull(),
  inviterId: uuid('inviter_id').notNull(),
  householdId: uuid('household_id'),
  mandateId: uuid('mandate_id'),
  sealed: bytes('sealed').notNull(),
  tokenHash: bytes('token_hash'),
  numberIndex: bytes('number_index'),
  spokenIndex: bytes('spoken_index'),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  toldAt: instant('told_at'),
  usedAt: instant('used_at'),
  endedAt: instant('ended_at'),
})

export const nameCorrection = pgTable('name_correction', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  identityId: uuid('identity_id').notNull(),
  regionCode: char('region_code', { length: 12 }).notNull(),
  state: text('state', { enum: ['waiting', 'confirmed', 'refused'] }).notNull(),
  sealed: bytes('sealed').notNull(),
  proposedBy: uuid('proposed_by').notNull(),
  proposedAt: instant('proposed_at').notNull(),
  decidedBy: uuid('decided_by'),
  decidedAt: instant('decided_at'),
})

export const identityTrait = pgTable(
  'identity_trait',
  {
    identityId: uuid('identity_id').notNull(),
    kind: text('kind', { enum: ['name-birth', 'name-birth-village'] }).notNull(),
    countyCode: county(),
    traitIndex: bytes('trait_index').notNull(),
  },
  (row) => [primaryKey({ columns: [row.identityId, row.kind] })],
)

export const duplicate = pgTable('duplicate', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  oneId: uuid('one_id').notNull(),
  otherId: uuid('other_id').notNull(),
  state: text('state', { enum: ['open', 'same', 'different'] }).notNull(),
  lastEvent: integer('last_event').notNull(),
  decidedBy: uuid('decided_by'),
  decidedAt: instant('decided_at'),
})
