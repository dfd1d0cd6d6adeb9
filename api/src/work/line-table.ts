import { boolean, char, jsonb, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core'
import type { WorkItem } from '@yima/shared/work/contract'
import { county, day } from '../db/columns.ts'

/** What a line says that is neither personal nor sorted or looked for. */
export type Shown = Omit<
  WorkItem,
  'id' | 'receiptNumber' | 'name' | 'beneficiary' | 'place'
>

/** One open request on one desk that has it. */
export const deskLine = pgTable('desk_line', {
  applicationId: uuid('application_id').notNull(),
  desk: text('desk').notNull(),
  countyCode: county(),
  urgency: smallint('urgency').notNull(),
  /** `infinity` where nothing is due. */
  dueOn: day('due_on').notNull(),
  /** The county has no line of its own: it reads this one where nobody of the township may. */
  up: boolean('up').notNull(),
  receiptNumber: char('receipt_number', { length: 13 }).notNull(),
  regionCode: char('region_code', { length: 12 }).notNull(),
  personId: uuid('person_id').notNull(),
  forOther: boolean('for_other').notNull(),
  shown: jsonb('shown').$type<Shown>().notNull(),
  madeBy: smallint('made_by').notNull(),
})
