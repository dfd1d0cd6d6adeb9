import { and, eq, isNull, lt } from 'drizzle-orm'
import { discardUnlessHeld } from '../db/discard-lock.ts'
import type { Deps } from '../http/context.ts'
import { removeOldParts } from './parts.ts'
import { file } from './table.ts'

/** Days a picture may wait for its form: the outbox of a phone without network for a week still finds it. */
const keepDays = 8

async function removeNow(deps: Deps): Promise<void> {
  const { db, clock, files } = deps
  const before = new Date(clock.now().getTime() - keepDays * 86_400_000)
  const old = await db
    .select()
    .from(file)
    .where(and(isNull(file.applicationId), lt(file.createdAt, before)))
    .limit(200)
  await removeOldParts(deps)
  for (const { id, contentHash } of old) {
    const removed = await db
      .delete(file)
      .where(and(eq(file.id, id), isNull(file.applicationId)))
      .returning({ id: file.id })
    if (removed.length === 1) await files.remove(contentHash)
  }
}

/** Removes pictures, and parts of pictures, that never became part of anything; not while a backup copies them. */
export async function removeUnusedPictures(deps: Deps): Promise<void> {
  await discardUnlessHeld(deps.db.$client, () => removeNow(deps))
}
