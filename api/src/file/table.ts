import { char, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant } from '../db/columns.ts'

export const file = pgTable('file', {
  id: uuid('id').primaryKey(),
  deviceHash: bytes('device_hash').notNull(),
  contentHash: bytes('content_hash').notNull(),
  mime: text('mime').notNull(),
  bytes: integer('bytes').notNull(),
  width: integer('width').notNull(),
  height: integer('height').notNull(),
  keyWrapped: bytes('key_wrapped').notNull(),
  applicationId: uuid('application_id'),
  objectionId: uuid('objection_id'),
  countyCode: char('county_code', { length: 6 }),
  createdAt: instant('created_at').notNull(),
})

export const filePart = pgTable(
  'file_part',
  {
    pictureId: uuid('picture_id').notNull(),
    part: integer('part').notNull(),
    deviceHash: bytes('device_hash').notNull(),
    plainHash: bytes('plain_hash').notNull(),
    contentHash: bytes('content_hash').notNull(),
    bytes: integer('bytes').notNull(),
    keyWrapped: bytes('key_wrapped').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (row) => [primaryKey({ columns: [row.pictureId, row.part] })],
)
