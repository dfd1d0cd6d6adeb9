import { eq, lte } from 'drizzle-orm'
import { decide, type Attempt } from '@yima/shared/notification/decide'
import { templateOf, type TemplateName } from '@yima/shared/notification/templates'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { person } from '../identity/table.ts'
import { open } from '../vault.ts'
import { findTellingNeeds, waysGiven } from './addressee.ts'
import { take } from './steps.ts'
import { message, notification } from './table.ts'

const attemptOf = (row: typeof message.$inferSelect): Attempt => ({
  channel: row.channel,
  state: row.state,
  notBefore: (row.notBefore ?? row.createdAt).getTime(),
  triedAt: row.triedAt?.getTime() ?? null,
  sentAt: row.sentAt?.getTime() ?? null,
})

/** Of whoever was erased, nothing goes out any more. */
const nobody = { steps: [], lookAt: null } as const

/**
 * Decides how one message goes on and does it, in the caller's transaction. Whoever changed something about
 * it calls this; two at once wait for each other, so that nothing is started twice.
 */
export async function advance(tx: Transaction, deps: Deps, id: string): Promise<void> {
  const [found] = await tx
    .select()
    .from(notification)
    .innerJoin(person, eq(person.id, notification.personId))
    .where(eq(notification.id, id))
    .for('update', { of: notification })
  if (!found) return
  const { notification: row, person: who } = found
  const attempts = await tx.select().from(message).where(eq(message.notificationId, id))
  const template = row.template as TemplateName
  const key = who.keyWrapped && deps.vault.unwrap(who.keyWrapped)
  const decision = key
    ? decide({
        now: deps.clock.now().getTime(),
        urgent: row.urgent,
        read: row.readAt !== null && !templateOf(template).readByOthers,
        ways: waysGiven(deps, who, template, (await findTellingNeeds(tx, deps, who)).notices),
        attempts: attempts.map(attemptOf),
      })
    : nobody
  const params = key ? open<Record<string, string>>(key, row.sealed) : {}
  await take(tx, deps, { row, person: who, params }, decision.steps)
  const lookAt = decision.lookAt === null ? null : new Date(decision.lookAt)
  await tx.update(notification).set({ lookAt }).where(eq(notification.id, id))
}

const atOnce = 200

/**
 * Goes on with every message whose time has come: the morning, a notice that nobody saw, an attempt of which
 * nothing was heard. Safe to run in several processes at once.
 */
export async function advanceDue(deps: Deps): Promise<void> {
  for (let left = 50; left > 0; left -= 1) {
    const taken = await inTransaction(deps.db, async (tx) => {
      const due = await tx
        .select({ id: notification.id })
        .from(notification)
        .where(lte(notification.lookAt, deps.clock.now()))
        .orderBy(notification.lookAt)
        .limit(atOnce)
        .for('update', { skipLocked: true })
      for (const { id } of due) await advance(tx, deps, id)
      return due.length
    })
    if (taken < atOnce) return
  }
}
