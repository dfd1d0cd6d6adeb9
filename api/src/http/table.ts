import { integer, json, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytes, instant } from '../db/columns.ts'

export const idempotency = pgTable(
  'idempotency',
  {
    route: text('route').notNull(),
    key: text('key').notNull(),
    deviceHash: bytes('device_hash').notNull(),
    bodyHash: bytes('body_hash').notNull(),
    maker: bytes('maker'),
    status: integer('status').notNull(),
    answer: json('answer').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (row) => [primaryKey({ columns: [row.route, row.key] })],
)
