import { and, count, desc, eq, inArray, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Inbox, InboxMessage } from '@yima/shared/notification/contract'
import type { TemplateName } from '@yima/shared/notification/templates'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { ownPersons } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { notePerson } from '../live/changed.ts'
import { logOwnRead } from '../trail/access.ts'
import { open } from '../vault.ts'
import { advance } from './advance.ts'
import { message, notification } from './table.ts'

const shown = 100

const own = ({ db }: Deps, resident: ResidentSession) =>
  db
    .select({ row: notification, keyWrapped: person.keyWrapped })
    .from(notification)
    .innerJoin(person, eq(person.id, notification.personId))
    .where(ownPersons(resident))
    .orderBy(desc(notification.createdAt), desc(notification.id))
    .limit(shown)

/** How many messages of everything a session stands for were not opened. */
export async function countUnread({ db }: Deps, resident: ResidentSession): Promise<number> {
  const [found] = await db
    .select({ unread: count() })
    .from(notification)
    .innerJoin(person, eq(person.id, notification.personId))
    .where(and(ownPersons(resident), isNull(notification.readAt)))
  return found?.unread ?? 0
}

/** Ids of what a session stands for, for whoever only waits for news. */
export async function ownPersonIds({ db }: Deps, resident: ResidentSession): Promise<string[]> {
  const rows = await db.select({ id: person.id }).from(person).where(ownPersons(resident)).limit(shown)
  return rows.map(({ id }) => id)
}

/** The newest messages of a session. What was told to an erased person cannot be read by anybody. */
export async function readInbox(deps: Deps, resident: ResidentSession): Promise<Inbox> {
  const [rows, unread] = await Promise.all([own(deps, resident), countUnread(deps, resident)])
  const ids = rows.map(({ row }) => row.id)
  const attempts =
    ids.length === 0
      ? []
      : await deps.db
          .select()
          .from(message)
          .where(inArray(message.notificationId, ids))
          .orderBy(message.createdAt, message.id)
  const persons = new Map(rows.map(({ row }) => [row.personId, row.countyCode]))
  // Whoever has it read to them by a worker: that look is noted with the whole of what was shown.
  if (!resident.acting)
    for (const [personId, countyCode] of persons) await logOwnRead(deps, { id: uuidv7(), personId, countyCode })
  const messages = rows.flatMap(({ row, keyWrapped }): InboxMessage[] => {
    if (!keyWrapped) return []
    return [
      {
        id: row.id,
        template: row.template as TemplateName,
        params: open<Record<string, string>>(deps.vault.unwrap(keyWrapped), row.sealed),
        at: row.createdAt.toISOString(),
        readAt: row.readAt?.toISOString() ?? null,
        sent: attempts
          .filter(({ notificationId }) => notificationId === row.id)
          .map(({ channel, state }) => ({ channel, state })),
      },
    ]
  })
  return { unread, messages }
}

/**
 * Notes that these were opened; what waited to go out by another way stays. Another's messages are left as
 * they are, without a word.
 */
export async function markRead(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  ids: readonly string[],
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const rows = await tx
      .select({ id: notification.id, personId: notification.personId })
      .from(notification)
      .innerJoin(person, eq(person.id, notification.personId))
      .where(and(inArray(notification.id, [...ids]), ownPersons(resident), isNull(notification.readAt)))
      .orderBy(notification.id)
      .for('update', { of: notification })
    const now = deps.clock.now()
    for (const { id } of rows) {
      await tx.update(notification).set({ readAt: now }).where(eq(notification.id, id))
      await advance(tx, deps, id)
    }
    for (const personId of new Set(rows.map((row) => row.personId))) await notePerson(tx, personId)
    await remember(tx, once, now, 200, { done: true })
  })
}
