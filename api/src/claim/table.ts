import { boolean, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core'
import type { Warning } from '@yima/shared/process/process'
import { bytes, county, day, instant } from '../db/columns.ts'

export const claim = pgTable('claim', {
  id: uuid('id').primaryKey(),
  applicationId: uuid('application_id').notNull(),
  countyCode: county(),
  programme: text('programme').notNull(),
  origin: text('origin', { enum: ['calculator', 'resident', 'officer'] }).notNull(),
  state: text('state').notNull(),
  handlerId: uuid('handler_id'),
  dueOn: day('due_on'),
  dueProvisional: boolean('due_provisional').notNull(),
  paused: boolean('paused').notNull(),
  /** What may be done now, and where: `<level or department>:<step>`. */
  waits: text('waits').array().notNull(),
  /** The next day on which time alone brings something about. */
  lookOn: day('look_on'),
  warned: smallint('warned').$type<Warning>(),
  raised: boolean('raised').notNull(),
  urged: boolean('urged').notNull(),
  /** Where it was sent, since when, and every desk that sees it besides those that its programme names. */
  sentTo: text('sent_to'),
  sentOn: day('sent_on'),
  desks: text('desks').array().notNull(),
  /** Of money that came first: papers that are still wanted besides the ID, whether the ID is, and by when. */
  papersOwed: smallint('papers_owed'),
  cardOwed: boolean('card_owed').notNull(),
  papersDueOn: day('papers_due_on'),
  /** Somebody in an emergency waits for money that comes before the papers. */
  payFirst: boolean('pay_first').notNull(),
  sealed: bytes('sealed').notNull(),
  openedAt: instant('opened_at').notNull(),
})
