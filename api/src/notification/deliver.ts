import { eq } from 'drizzle-orm'
import type { Deps } from '../http/context.ts'
import type { SmsChannel } from './channels.ts'
import { message } from './table.ts'

const lastTry = 8

/**
 * Delivers one message; a job, so it may run twice: what is sent already is left alone.
 * Throws when the channel did not take it, and the queue tries again.
 */
export async function deliverMessage(
  { db, vault, clock }: Deps,
  channel: SmsChannel | undefined,
  id: string,
): Promise<void> {
  const [row] = await db.select().from(message).where(eq(message.id, id))
  if (!row || row.state === 'sent') return
  try {
    if (!channel) throw new Error('No SMS gateway is configured')
    await channel(vault.openField(row.toCipher), vault.openField(row.bodyCipher), id)
    await db.update(message).set({ state: 'sent', sentAt: clock.now() }).where(eq(message.id, id))
  } catch (error) {
    const tries = row.tries + 1
    await db
      .update(message)
      .set({ tries, state: tries > lastTry ? 'failed' : 'waiting' })
      .where(eq(message.id, id))
    throw error
  }
}
