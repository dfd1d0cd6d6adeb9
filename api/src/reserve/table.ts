import { bigint, char, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { entryKinds, proposalStates } from '@yima/shared/reserve/fund'
import { bytes, county, day, instant } from '../db/columns.ts'

const town = () => char('town_code', { length: 12 }).notNull()
const fen = (name: string) => bigint(name, { mode: 'number' }).notNull()

export const reserveProposal = pgTable('reserve_proposal', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  townCode: town(),
  kind: text('kind', { enum: entryKinds }).notNull(),
  fen: fen('fen'),
  state: text('state', { enum: proposalStates }).notNull(),
  reason: text('reason'),
  corrects: uuid('corrects'),
  applicationId: uuid('application_id'),
  claimId: uuid('claim_id'),
  personId: uuid('person_id'),
  /** Whom they asked for, where it is somebody else. */
  recipient: bytes('recipient'),
  sealed: bytes('sealed'),
  proposedBy: uuid('proposed_by').notNull(),
  proposedFor: uuid('proposed_for'),
  proposedAt: instant('proposed_at').notNull(),
  settledBy: uuid('settled_by'),
  settledFor: uuid('settled_for'),
  settledAt: instant('settled_at'),
  handedBy: uuid('handed_by'),
  handedAt: instant('handed_at'),
})

export const reserveEntry = pgTable('reserve_entry', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  townCode: town(),
  number: integer('number').notNull(),
  kind: text('kind', { enum: entryKinds }).notNull(),
  fen: fen('fen'),
  balance: fen('balance'),
  onDay: day('on_day').notNull(),
  at: instant('at').notNull(),
  reason: text('reason'),
  corrects: uuid('corrects'),
  proposalId: uuid('proposal_id').notNull(),
  proposedBy: uuid('proposed_by').notNull(),
  confirmedBy: uuid('confirmed_by').notNull(),
})
