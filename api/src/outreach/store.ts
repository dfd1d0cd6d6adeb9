import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { OutreachBody, OutreachNote } from '@yima/shared/outreach/contract'
import type { Reader, Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { open, seal } from '../vault.ts'
import { outreachNote } from './table.ts'

/** What one finder said, as it is sealed. */
export type Said = Omit<OutreachBody, 'regionCode'>
export type Note = { row: typeof outreachNote.$inferSelect; key: Buffer; said: Said }

type Place = Omit<typeof outreachNote.$inferInsert, 'keyWrapped' | 'sealed'>

/** Writes what one finder said, under a key of its own. */
export async function insertNote(tx: Transaction, { vault }: Pick<Deps, 'vault'>, place: Place, said: Said): Promise<void> {
  const { key, wrapped } = vault.newKey()
  await tx.insert(outreachNote).values({ ...place, keyWrapped: wrapped, sealed: seal(key, said) })
}

/** Everything that was said of whom such a request is about, in the order in which it came. */
export async function notesOf(db: Reader, { vault }: Pick<Deps, 'vault'>, applicationId: string): Promise<Note[]> {
  const rows = await db
    .select()
    .from(outreachNote)
    .where(and(eq(outreachNote.applicationId, applicationId), isNotNull(outreachNote.keyWrapped)))
    .orderBy(asc(outreachNote.filedAt), asc(outreachNote.id))
  return rows.flatMap((row) => {
    if (row.keyWrapped === null) return []
    const key = vault.unwrap(row.keyWrapped)
    return [{ row, key, said: open<Said>(key, row.sealed) }]
  })
}

export const noteView = ({ row, said }: Note): OutreachNote => ({
  id: row.id,
  at: row.filedAt.toISOString(),
  as: said.finder.as,
  words: said.words,
  name: said.name ?? null,
  phone: said.phone ?? null,
  whereToFind: said.whereToFind ?? null,
  finderPhone: said.finder.phone,
})

/** Somebody has been there: nobody has to be asked the way any more, and the numbers of the finders go. */
export async function forgetFinders(tx: Transaction, deps: Pick<Deps, 'vault'>, applicationId: string): Promise<void> {
  for (const { row, key, said } of await notesOf(tx, deps, applicationId)) {
    if (said.finder.phone === null) continue
    const sealed = seal(key, { ...said, finder: { ...said.finder, phone: null } } satisfies Said)
    await tx.update(outreachNote).set({ sealed }).where(eq(outreachNote.id, row.id))
  }
}

/** Throws away the keys of what was said of somebody who erased what is kept of them. */
export async function forgetNotes(tx: Transaction, applicationId: string): Promise<void> {
  await tx.update(outreachNote).set({ keyWrapped: null }).where(eq(outreachNote.applicationId, applicationId))
}
