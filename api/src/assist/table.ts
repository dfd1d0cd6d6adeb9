import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { assistWays } from '@yima/shared/assist/assist'
import { county, instant } from '../db/columns.ts'

export const assist = pgTable('assist', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  applicationId: uuid('application_id').notNull(),
  officerId: uuid('officer_id').notNull(),
  way: text('way', { enum: assistWays }).notNull(),
  openedAt: instant('opened_at').notNull(),
  endsAt: instant('ends_at').notNull(),
  closedAt: instant('closed_at'),
})
