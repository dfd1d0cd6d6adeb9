import { char, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { Handled } from '@yima/shared/statistics/handled'
import type { Published } from '@yima/shared/statistics/receiving'
import { county, day } from '../db/columns.ts'

/** What is published of a month. `handled` names places and programmes by their codes; `overturned` stands under one programme; by programmes it is of the county, and of months before that was published missing. */
export type Figures = {
  receiving: Published[]
  handled: Handled[]
  overturned: Published[]
  overturnedBy?: { programme: string; count: number | null }[]
}

export const receivedBefore = pgTable(
  'received_before',
  {
    countyCode: county(),
    regionCode: char('region_code', { length: 12 }).notNull(),
    programme: text('programme').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [primaryKey({ columns: [table.countyCode, table.regionCode, table.programme] })],
)

export const openFigures = pgTable(
  'open_figures',
  {
    countyCode: county(),
    month: char('month', { length: 7 }).notNull(),
    figures: jsonb('figures').$type<Figures>().notNull(),
    madeOn: day('made_on').notNull(),
  },
  (table) => [primaryKey({ columns: [table.countyCode, table.month] })],
)
