import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { authorisationStates } from '@yima/shared/consent/authorisation'
import { bytes, county, day, instant } from '../db/columns.ts'

export const authorisation = pgTable('authorisation', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  applicationId: uuid('application_id').notNull(),
  number: integer('number').notNull(),
  state: text('state', { enum: authorisationStates }).notNull(),
  untilOn: day('until_on'),
  sealed: bytes('sealed').notNull(),
  numberIndex: bytes('number_index'),
  tokenHash: bytes('token_hash'),
  spokenIndex: bytes('spoken_index'),
  linkEnds: instant('link_ends'),
  toldAt: instant('told_at'),
  createdAt: instant('created_at').notNull(),
})
