import { boolean, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { complaintCategories, complaintKinds } from '@yima/shared/complaint/category'
import { deskStatuses, secondAsks } from '@yima/shared/complaint/desk'
import { complaintFindings, complaintStates, ratings } from '@yima/shared/complaint/state'
import { bytes, county, day } from '../db/columns.ts'

export const complaint = pgTable('complaint', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  handleMac: bytes('handle_mac').notNull(),
  proofDigest: bytes('proof_digest').notNull(),
  filedOn: day('filed_on').notNull(),
  kind: text('kind', { enum: complaintKinds }).notNull(),
  category: text('category', { enum: complaintCategories }).notNull(),
  named: boolean('named').notNull(),
  receivingUnit: text('receiving_unit').notNull(),
  sealedRoute: bytes('sealed_route').notNull(),
  recipient: text('recipient').notNull(),
  /** A key of it was taken from somebody, and no other stands in front yet. */
  renew: boolean('renew').notNull().default(false),
  state: text('state', { enum: complaintStates }).notNull(),
  acceptBy: day('accept_by'),
  finishBy: day('finish_by'),
  version: integer('version').notNull(),
  finding: text('finding', { enum: complaintFindings }),
  rating: text('rating', { enum: ratings }),
  reopened: integer('reopened').notNull().default(0),
  status: text('status', { enum: deskStatuses }),
  extended: boolean('extended').notNull().default(false),
  decidedBy: uuid('decided_by'),
  decidedBefore: uuid('decided_before').array().notNull().default([]),
  decidedOn: day('decided_on'),
  joinedWith: uuid('joined_with'),
  cameUp: boolean('came_up').notNull().default(false),
  ended: text('ended', { enum: ['time', 'two'] }),
  forgetOn: day('forget_on'),
  filedUnit: text('filed_unit'),
  filedDigest: bytes('filed_digest'),
  rooted: integer('rooted').notNull().default(0),
  firstRoot: integer('first_root'),
  firstHead: bytes('first_head'),
})

/** Under this reader lies the secret of a name: sealed to the complaint, for whoever can open that. */
export const behindContents = 'contents'

/** What stays of a complaint: how many there were. */
export const complaintTombstone = pgTable('complaint_tombstone', {
  id: uuid('id').primaryKey(),
  countyCode: county(),
  quarter: text('quarter').notNull(),
  kind: text('kind', { enum: complaintKinds }).notNull(),
  finding: text('finding', { enum: complaintFindings }),
})

export const complaintKey = pgTable(
  'complaint_key',
  {
    complaintId: uuid('complaint_id').notNull(),
    opens: text('opens', { enum: ['contents', 'identity'] }).notNull(),
    /** An officer's id, `reporter`, `recovery:<office>+<office>`, or, of the name alone, `contents`. */
    reader: text('reader').notNull(),
    countyCode: county(),
    file: bytes('file').notNull(),
  },
  (row) => [primaryKey({ columns: [row.complaintId, row.opens, row.reader] })],
)

export const complaintMessage = pgTable(
  'complaint_message',
  {
    complaintId: uuid('complaint_id').notNull(),
    number: integer('number').notNull(),
    countyCode: county(),
    by: text('by', { enum: ['reporter', 'identity', 'office', 'note'] }).notNull(),
    sealed: bytes('sealed').notNull(),
    day: day('day').notNull(),
  },
  (row) => [primaryKey({ columns: [row.complaintId, row.number] })],
)

export const complaintPart = pgTable(
  'complaint_part',
  {
    file: uuid('file').notNull(),
    number: integer('number').notNull(),
    countyCode: county(),
    complaintId: uuid('complaint_id'),
    sealed: bytes('sealed').notNull(),
    day: day('day').notNull(),
  },
  (row) => [primaryKey({ columns: [row.file, row.number] })],
)

export const complaintEvent = pgTable(
  'complaint_event',
  {
    complaintId: uuid('complaint_id').notNull(),
    number: integer('number').notNull(),
    countyCode: county(),
    type: text('type').notNull(),
    day: day('day').notNull(),
    actorId: uuid('actor_id'),
    detail: text('detail').notNull(),
    previousHash: bytes('previous_hash').notNull(),
    hash: bytes('hash').notNull(),
  },
  (row) => [primaryKey({ columns: [row.complaintId, row.number] })],
)

export const complaintAsk = pgTable('complaint_ask', {
  id: uuid('id').primaryKey(),
  complaintId: uuid('complaint_id').notNull(),
  countyCode: county(),
  what: text('what', { enum: secondAsks }).notNull(),
  category: text('category', { enum: complaintCategories }),
  askedBy: uuid('asked_by').notNull(),
  askedOn: day('asked_on').notNull(),
  state: text('state', { enum: ['waiting', 'granted', 'refused', 'ended'] }).notNull(),
  answeredBy: uuid('answered_by'),
  answeredOn: day('answered_on'),
})

export const complaintRecovery = pgTable('complaint_recovery', {
  id: uuid('id').primaryKey(),
  complaintId: uuid('complaint_id').notNull(),
  countyCode: county(),
  askedBy: uuid('asked_by').notNull(),
  askedOn: day('asked_on').notNull(),
  pair: text('pair'),
  half: bytes('half'),
  halfBy: uuid('half_by'),
  doneBy: uuid('done_by'),
  doneOn: day('done_on'),
  skipped: text('skipped').array().notNull().default([]),
})

export const complaintRoot = pgTable(
  'complaint_root',
  {
    countyCode: county(),
    number: integer('number').notNull(),
    day: day('day').notNull(),
    root: bytes('root').notNull(),
    leaves: bytes('leaves').notNull(),
    previous: bytes('previous').notNull(),
    keyId: text('key_id').notNull(),
    signature: bytes('signature').notNull(),
  },
  (row) => [primaryKey({ columns: [row.countyCode, row.number] })],
)
