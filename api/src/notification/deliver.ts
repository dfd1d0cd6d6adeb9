import { eq } from 'drizzle-orm'
import { mayTry } from '@yima/shared/notification/decide'
import { afterQuiet } from '@yima/shared/notification/quiet'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { advance } from './advance.ts'
import { Refused, type SmsChannel } from './channels.ts'
import type { PushChannel } from './push.ts'
import { message, notification } from './table.ts'

const lastTry = 8

type Row = typeof message.$inferSelect
export type Channels = { sms: SmsChannel | undefined; push: PushChannel }

const set = (tx: Transaction, id: string, values: Partial<Row>) =>
  tx.update(message).set(values).where(eq(message.id, id))

/**
 * An attempt and its message, locked until the transaction ends; the message first, as everywhere, or two
 * who begin at different ends would wait for each other.
 */
async function hold(tx: Transaction, id: string) {
  const [known] = await tx.select({ of: message.notificationId }).from(message).where(eq(message.id, id))
  if (!known) return undefined
  const [of] = known.of
    ? await tx.select().from(notification).where(eq(notification.id, known.of)).for('update')
    : []
  const [row] = await tx.select().from(message).where(eq(message.id, id)).for('update')
  return row && { row, of }
}

type Held = NonNullable<Awaited<ReturnType<typeof hold>>>

/** A job that was held up until night lets the person sleep. */
async function untilMorning(tx: Transaction, { clock }: Deps, { row, of }: Held): Promise<boolean> {
  const morning = new Date(afterQuiet(clock.now().getTime()))
  if (!of || morning <= clock.now()) return false
  await set(tx, row.id, { state: 'waiting', notBefore: morning })
  await tx.update(notification).set({ lookAt: morning }).where(eq(notification.id, of.id))
  return true
}

/**
 * Takes one attempt in hand, for this process alone: marked before its channel is called, so that a job that
 * runs twice hands over once. Undefined where there is nothing to hand over now.
 */
const claim = (deps: Deps, id: string): Promise<Row | undefined> =>
  inTransaction(deps.db, async (tx) => {
    const held = await hold(tx, id)
    const now = deps.clock.now()
    if (!held) return undefined
    const { row } = held
    const { channel, state } = row
    const times = {
      notBefore: row.notBefore?.getTime() ?? 0,
      triedAt: row.triedAt?.getTime() ?? null,
      sentAt: null,
    }
    // Codes and calls of the roster belong to no message and wake whom they must.
    const urgent = held.of?.urgent ?? true
    if (!mayTry({ channel, state, ...times }, now.getTime(), true)) return undefined
    if (!urgent && (await untilMorning(tx, deps, held))) return undefined
    await set(tx, id, { state: 'sending', triedAt: now, tries: row.tries + 1 })
    return { ...row, tries: row.tries + 1 }
  })

/** Notes what became of an attempt, unless more is known by now, and goes on with the message it belongs to. */
const settle = (deps: Deps, { id }: Row, values: Partial<Row>): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const held = await hold(tx, id)
    // A report may be faster than the answer to the call that it reports on; what was not needed any more
    // while it was on its way went out all the same.
    const open = held?.row.state === 'sending' || (held?.row.state === 'replaced' && values.state === 'sent')
    if (!held || !open) return
    await set(tx, id, values)
    if (held.of) await advance(tx, deps, held.of.id)
  })

/** What is heard of an attempt afterwards; it is believed once, and nothing undoes an arrival. */
export const report = (
  deps: Deps,
  id: string,
  state: 'delivered' | 'failed',
  channel: Row['channel'],
): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const held = await hold(tx, id)
    if (held?.row.channel !== channel) return
    const { state: before } = held.row
    const news = state === 'delivered' ? before !== 'delivered' : before === 'sent' || before === 'sending'
    if (!news) return
    await set(tx, id, state === 'delivered' ? { state, deliveredAt: deps.clock.now() } : { state })
    if (held.of) await advance(tx, deps, held.of.id)
  })

async function handOver({ vault }: Deps, channels: Channels, row: Row): Promise<void> {
  switch (row.channel) {
    case 'sms':
      if (!channels.sms) throw new Error('No SMS gateway is configured')
      if (!row.toCipher || !row.bodyCipher) throw new Refused('An SMS without a text')
      return channels.sms(vault.openField(row.toCipher), vault.openField(row.bodyCipher), row.id)
    case 'push':
      return channels.push(row)
    case 'call':
      throw new Refused('People call, no program does')
    default:
      return row.channel satisfies never
  }
}

/**
 * Delivers one attempt; a job, so it may run twice: what is sent, seen or not needed any more is left alone.
 * Throws when the channel did not take it and may yet; the queue tries again. After the last try, or where
 * trying is no use, the message goes on by the next way.
 *
 * What remains possible: the process dies after the gateway took an SMS and before that is noted. It is then
 * handed over once more, ten minutes later and with the same id; a gateway that ignores the id sends twice.
 */
export async function deliverMessage(deps: Deps, channels: Channels, id: string): Promise<void> {
  const row = await claim(deps, id)
  if (!row) return
  try {
    await handOver(deps, channels, row)
  } catch (error) {
    const over = error instanceof Refused || row.tries > lastTry
    await settle(deps, row, { state: over ? 'failed' : 'waiting' })
    if (error instanceof Refused) return
    throw error
  }
  await settle(deps, row, { state: 'sent', sentAt: deps.clock.now() })
}
