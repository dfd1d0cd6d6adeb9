import { createHash } from 'node:crypto'
import { and, asc, desc, eq, gt, gte, lt, sql } from 'drizzle-orm'
import type { TrailRoot } from '@yima/shared/trail/contract'
import { merkleRoot, type Hash } from '@yima/shared/trail/merkle'
import type { Database } from '../db/connection.ts'
import { organisationEvent } from '../organisation/table.ts'
import { sha256 } from '../vault.ts'
import { accessLog, event, trailRoot } from './table.ts'

export type Reader = Pick<Database, 'select' | '$count'>
export type Days = { countyCode: string; from: Date; until: Date }
export type RootRow = typeof trailRoot.$inferSelect

/** Before the first event, and before the first day. */
export const beginning = Buffer.alloc(32)

export const hashParts: Hash = (...parts) =>
  sha256(...parts.map((part) => (typeof part === 'string' ? part : Buffer.from(part))))

/** Every event of these days in the order of the tree. */
export const leavesOf = (db: Reader, { countyCode, from, until }: Days) =>
  db
    .select({ stream: event.stream, number: event.number, hash: event.hash })
    .from(event)
    .where(and(eq(event.countyCode, countyCode), gte(event.at, from), lt(event.at, until)))
    .orderBy(asc(event.stream), asc(event.number))

const atATime = 5000

/** How many looks these days saw, and one hash over all of them: none can be taken out afterwards. */
async function looksOf(
  db: Reader,
  { countyCode, from, until }: Days,
): Promise<{ size: number; hash: Buffer }> {
  const hash = createHash('sha256')
  const during = and(eq(accessLog.countyCode, countyCode), gte(accessLog.at, from), lt(accessLog.at, until))
  let [size, last] = [0, '00000000-0000-0000-0000-000000000000']
  for (;;) {
    const rows = await db
      .select()
      .from(accessLog)
      .where(and(during, gt(accessLog.id, last)))
      .orderBy(asc(accessLog.id))
      .limit(atATime)
    for (const { id, personId, readerKind, readerId, purpose, what, facts, at } of rows) {
      hash.update(
        JSON.stringify([id, personId, readerKind, readerId, purpose, what, facts, at.toISOString()]),
      )
    }
    size += rows.length
    const end = rows.at(-1)
    if (!end || rows.length < atATime) return { size, hash: hash.digest() }
    last = end.id
  }
}

async function organisationAt(
  db: Reader,
  { countyCode, until }: Days,
): Promise<{ number: number; hash: Buffer }> {
  const [last] = await db
    .select({ number: organisationEvent.number, hash: organisationEvent.hash })
    .from(organisationEvent)
    .where(and(eq(organisationEvent.countyCode, countyCode), lt(organisationEvent.at, until)))
    .orderBy(desc(organisationEvent.number))
    .limit(1)
  return last ?? { number: 0, hash: beginning }
}

/** What these days come to: the figures that are signed, computed from the rows as they are now. */
export async function figuresOf(db: Reader, days: Days) {
  const leaves = await leavesOf(db, days)
  const root = await merkleRoot(
    hashParts,
    leaves.map(({ hash }) => hash),
  )
  const looks = await looksOf(db, days)
  const organisation = await organisationAt(db, days)
  return {
    size: leaves.length,
    root: Buffer.from(root),
    looks: looks.size,
    looksHash: looks.hash,
    organisationNumber: organisation.number,
    organisationHash: organisation.hash,
  }
}

/** A row as everybody reads it. */
export const publicRoot = (row: RootRow): TrailRoot => ({
  county: row.countyCode,
  number: row.number,
  from: row.from.toISOString(),
  until: row.until.toISOString(),
  size: row.size,
  root: row.root.toString('hex'),
  looks: { size: row.looks, hash: row.looksHash.toString('hex') },
  organisation: { number: row.organisationNumber, hash: row.organisationHash.toString('hex') },
  previous: row.previous.toString('hex'),
  key: row.keyId,
  signature: row.signature.toString('base64url'),
})

/** The newest days first; `before`: older than this number. */
export const listRoots = (
  db: Reader,
  countyCode: string,
  { before, most }: { before?: number; most: number },
) =>
  db
    .select()
    .from(trailRoot)
    .where(
      and(
        eq(trailRoot.countyCode, countyCode),
        before === undefined ? sql`true` : lt(trailRoot.number, before),
      ),
    )
    .orderBy(desc(trailRoot.number))
    .limit(most)
