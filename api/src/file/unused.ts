import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import { discardUnlessHeld } from '../db/discard-lock.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { idempotency } from '../http/table.ts'
import { removeOldParts } from './parts.ts'
import { file } from './table.ts'

/** Days a picture may wait for its form: the outbox of a phone without network for a week still finds it. */
const keepDays = 8

/** Named by no form. */
const unused = and(isNull(file.applicationId), isNull(file.objectionId))

/**
 * The row goes, and with it the answer to its write: sent again under its key, a phone would hear for ever of a
 * picture that is not there. False where a form has named it meanwhile.
 */
const removeRow = ({ db }: Deps, id: string): Promise<boolean> =>
  inTransaction(db, async (tx) => {
    const removed = await tx
      .delete(file)
      .where(and(eq(file.id, id), unused))
      .returning({ id: file.id })
    if (removed.length === 0) return false
    await tx
      .delete(idempotency)
      .where(sql`${idempotency.route} LIKE 'POST /api/files%' AND ${idempotency.answer} ->> 'id' = ${id}`)
    return true
  })

async function removeNow(deps: Deps): Promise<void> {
  const { db, clock, files } = deps
  const before = new Date(clock.now().getTime() - keepDays * 86_400_000)
  const old = await db
    .select()
    .from(file)
    .where(and(unused, lt(file.createdAt, before)))
    .limit(200)
  await removeOldParts(deps)
  for (const { id, contentHash } of old) if (await removeRow(deps, id)) await files.remove(contentHash)
}

/** Removes pictures, and parts of pictures, that never became part of anything; not while a backup copies them. */
export async function removeUnusedPictures(deps: Deps): Promise<void> {
  await discardUnlessHeld(deps.db.$client, () => removeNow(deps))
}
