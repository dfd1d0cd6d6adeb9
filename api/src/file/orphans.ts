import { inArray, sql } from 'drizzle-orm'
import { discardUnlessHeld } from '../db/discard-lock.ts'
import type { Deps } from '../http/context.ts'
import { file, filePart } from './table.ts'

/** As many as the first byte of an address has values. */
const shelves = 256
const minuteMs = 60_000
/** Far longer than any write takes: bytes are put before the row that names them is committed. */
const youngMs = 86_400_000
const atOnce = 500

/** When the first picture of this database came; undefined where it has none. */
async function findFirst({ db }: Deps): Promise<Date | undefined> {
  const { rows } = await db.execute<{ first: string | null }>(sql`
    SELECT least((SELECT min(created_at) FROM file), (SELECT min(created_at) FROM file_part))::text AS first`)
  const first = rows[0]?.first
  return first ? new Date(first) : undefined
}

async function namedAmong({ db }: Deps, addresses: Buffer[]): Promise<Set<string>> {
  const named = await db
    .select({ hash: file.contentHash })
    .from(file)
    .where(inArray(file.contentHash, addresses))
    .union(
      db
        .select({ hash: filePart.contentHash })
        .from(filePart)
        .where(inArray(filePart.contentHash, addresses)),
    )
  return new Set(named.map(({ hash }) => hash.toString('hex')))
}

async function sweepNow(deps: Deps, shelf: number): Promise<void> {
  const before = new Date(deps.clock.wall().getTime() - youngMs)
  await deps.files.tidy(shelf, before)
  // What is older than all its pictures this database never knew: somebody started it on the folder of another.
  const first = await findFirst(deps)
  if (!first) return
  const lying = await deps.files.list(shelf, first, before)
  for (let at = 0; at < lying.length; at += atOnce) {
    const some = lying.slice(at, at + atOnce)
    const named = await namedAmong(deps, some)
    for (const address of some) if (!named.has(address.toString('hex'))) await deps.files.remove(address)
  }
}

/**
 * Removes bytes that no row names: of a write that was killed or failed after it put them, of the loser of
 * two equal ones, of a row that was removed just before its process ended. Each minute one shelf of the
 * store, so that all are looked at several times a day; nothing younger than a day; not while a backup copies.
 */
export async function removeOrphans(deps: Deps): Promise<void> {
  const shelf = Math.floor(deps.clock.wall().getTime() / minuteMs) % shelves
  await discardUnlessHeld(deps.db.$client, () => sweepNow(deps, shelf))
}
