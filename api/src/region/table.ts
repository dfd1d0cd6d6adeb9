import { boolean, char, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { OfficerRole } from '@yima/shared/access/actor'
import { bytes, day, instant } from '../db/columns.ts'

export const region = pgTable('region', {
  code: char('code', { length: 12 }).primaryKey(),
  name: text('name').notNull(),
  level: text('level', { enum: ['province', 'city', 'county', 'town', 'village'] }).notNull(),
  parent: char('parent', { length: 12 }),
  validFrom: day('valid_from').notNull(),
  validTo: day('valid_to'),
})

export const unit = pgTable('unit', {
  id: text('id').primaryKey(),
  regionCode: char('region_code', { length: 12 }).notNull(),
  name: text('name').notNull(),
  shortName: text('short_name').notNull(),
  kind: text('kind').notNull(),
  phone: text('phone'),
  parent: text('parent'),
  validFrom: day('valid_from').notNull().default('2020-01-01'),
  validTo: day('valid_to'),
})

export const officer = pgTable('officer', {
  id: uuid('id').primaryKey(),
  unitId: text('unit_id').notNull(),
  regionCode: char('region_code', { length: 12 }).notNull(),
  name: text('name').notNull(),
  post: text('post').notNull(),
  role: text('role').$type<OfficerRole>().notNull(),
  phoneCipher: bytes('phone_cipher'),
  active: boolean('active').notNull(),
  managerId: uuid('manager_id'),
  pastManagers: jsonb('past_managers').$type<{ id: string; until: string }[]>().notNull().default([]),
  appointedBy: jsonb('appointed_by').$type<string[]>().notNull().default([]),
  appointedOn: day('appointed_on'),
})

export const duty = pgTable('duty', {
  unitId: text('unit_id').notNull(),
  officerId: uuid('officer_id').notNull(),
  fromAt: instant('from_at').notNull(),
  toAt: instant('to_at').notNull(),
})
