import { randomInt, timingSafeEqual } from 'node:crypto'
import { and, eq, gt } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import { businessDate } from '@yima/shared/calendar/deadline'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { enqueueSms } from '../notification/enqueue.ts'
import { allOf } from '../together.ts'
import { sha256 } from '../vault.ts'
import { tokenFor } from './session.ts'
import { phoneCode, phoneProof } from './table.ts'
import { countTry, type Limit } from './tries.ts'

const minutes = (n: number) => n * 60_000
const codeLifetime = minutes(10)
const proofLifetime = minutes(60)
const pauseBetweenCodes = minutes(1)
const codesPerDay = 10
const triesPerCode = 5

/** Messages a day to a number that nobody confirmed: it may be a stranger's. */
const unaskedPerDay = 3

/**
 * Lets the writes about one phone pass one by one: a phone without a row has nothing to lock yet. Many
 * are locked in one order, so that no two transactions wait for each other.
 */
const oneAtATime = (tx: Transaction, phoneIndexes: readonly Buffer[]) =>
  tx.$client.query({
    name: 'one phone at a time',
    text: `
      SELECT pg_advisory_xact_lock(phone)
        FROM (SELECT DISTINCT hashtextextended(hex, 0) AS phone FROM unnest($1::text[]) hex ORDER BY 1) phones`,
    values: [phoneIndexes.map((index) => index.toString('hex'))],
  })

/**
 * Tells of each application, in turn, whether its unconfirmed number may be written to. A few a day, or
 * anybody could drown a stranger's phone by applying in its name. Asked before the applications of this
 * transaction are stored, once for all of them.
 * @param phones the numbers that they name
 */
export async function mayTellUnconfirmed(
  tx: Transaction,
  { vault, clock }: Deps,
  phones: readonly string[],
): Promise<(phone: string) => boolean> {
  const indexes = new Map(phones.map((phone) => [phone, vault.index('phone', phone)]))
  const named = [...indexes.values()]
  if (named.length === 0) return () => false
  const dayStart = new Date(`${clock.today()}T00:00:00+08:00`)
  const [, { rows }] = await allOf([
    oneAtATime(tx, named),
    tx.$client.query<{ phone: Buffer; filed: number }>({
      name: 'filed with these phones',
      text: `
        SELECT phone_index AS phone, count(*)::integer AS filed
          FROM person WHERE phone_index = ANY($1::bytea[]) AND created_at >= $2 GROUP BY phone_index`,
      values: [named, dayStart],
    }),
  ])
  const filed = new Map(rows.map(({ phone, filed: times }) => [phone.toString('hex'), times]))
  return (phone) => {
    const hex = indexes.get(phone)?.toString('hex') ?? ''
    const before = filed.get(hex) ?? 0
    filed.set(hex, before + 1)
    return before < unaskedPerDay
  }
}

/**
 * Codes an hour for one network, whatever numbers it names and whatever process it asks: a whole town may share
 * an address, but whoever runs through all numbers of a county pays with our messages.
 */
const codesPerHour = 200
const networkLimit = (network: string): Limit => ({
  purpose: 'codes-of-network',
  value: network,
  spanMs: 3_600_000,
  most: codesPerHour,
  field: 'phone',
  code: 'codes-of-network',
})

/**
 * Sends a six-digit code by SMS; one a minute and ten a day for one number. The code is stored
 * as a keyed hash only. Throws `too-many` with the seconds to wait.
 */
export async function sendPhoneCode(
  deps: Deps,
  once: Once,
  phone: string,
  locale: 'zh-CN' | 'en',
  network?: string,
): Promise<void> {
  const { db, clock, vault } = deps
  const now = clock.now()
  const phoneIndex = vault.index('phone', phone)
  await inTransaction(db, async (tx) => {
    await oneAtATime(tx, [phoneIndex])
    if (network !== undefined) await countTry(tx, deps, networkLimit(network))
    const [last] = await tx.select().from(phoneCode).where(eq(phoneCode.phoneIndex, phoneIndex)).for('update')
    const sentToday = last && businessDate(last.sentAt) === clock.today() ? last.sentToday : 0
    if (last && now.getTime() - last.sentAt.getTime() < pauseBetweenCodes) {
      const wait = Math.ceil((pauseBetweenCodes - (now.getTime() - last.sentAt.getTime())) / 1000)
      throw new Problem('too-many', [{ field: 'phone', code: 'code-just-sent' }], { retryAfter: wait })
    }
    if (sentToday >= codesPerDay)
      throw new Problem('too-many', [{ field: 'phone', code: 'codes-used-up' }], { retryAfter: 86_400 })
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    const row = {
      codeHash: vault.index('phone-code', `${phone}\n${code}`),
      tries: 0,
      expiresAt: new Date(now.getTime() + codeLifetime),
      sentAt: now,
      sentToday: sentToday + 1,
    }
    await tx
      .insert(phoneCode)
      .values({ phoneIndex, ...row })
      .onConflictDoUpdate({ target: phoneCode.phoneIndex, set: row })
    await enqueueSms(tx, deps, {
      to: phone,
      template: 'sms.phone-code',
      params: { code },
      locale,
      countyCode: deps.config.countyCode,
    })
    await remember(tx, once, now, 202, { sent: true })
  })
}

/**
 * Takes a code back and gives a proof that is good for one submission or sign-in within the hour.
 * A wrong code counts; after five the code is dead. Throws `invalid-input` on field `code`.
 */
export async function confirmPhoneCode(
  deps: Deps,
  once: Once,
  phone: string,
  code: string,
): Promise<{ phoneProof: string }> {
  const { db, clock, vault } = deps
  const now = clock.now()
  const phoneIndex = vault.index('phone', phone)
  const outcome = await inTransaction(db, async (tx) => {
    const [row] = await tx.select().from(phoneCode).where(eq(phoneCode.phoneIndex, phoneIndex)).for('update')
    if (!row || row.expiresAt <= now) return 'code-expired'
    if (row.tries >= triesPerCode) return 'code-used-up'
    if (!timingSafeEqual(row.codeHash, vault.index('phone-code', `${phone}\n${code}`))) {
      await tx
        .update(phoneCode)
        .set({ tries: row.tries + 1 })
        .where(eq(phoneCode.phoneIndex, phoneIndex))
      // Counted once however often the same try arrives: a bad network must not use up the five.
      await remember(tx, once, now, 422, { refused: 'code-wrong' })
      return 'code-wrong'
    }
    const proof = tokenFor(vault, once, 'phone-proof')
    // The code stays in the row as spent, so that asking again at once is still counted.
    await tx.update(phoneCode).set({ expiresAt: now }).where(eq(phoneCode.phoneIndex, phoneIndex))
    await tx
      .insert(phoneProof)
      .values({ proofHash: sha256(proof), phoneIndex, expiresAt: new Date(now.getTime() + proofLifetime) })
    // The proof itself is not kept: a repeated write makes it anew.
    await remember(tx, once, now, 200, {})
    return { phoneProof: proof }
  })
  if (typeof outcome === 'string') throw refusedCode(outcome)
  return outcome
}

const refusedCode = (code: string) => new Problem('invalid-input', [{ field: 'code', code }])

/** The answer to a confirmation that arrives again: the same proof, or the same refusal. */
export function confirmedAgain(
  { vault }: Deps,
  once: Once,
  { status, answer }: { status: number; answer: unknown },
): { phoneProof: string } {
  if (status !== 200) throw refusedCode((answer as { refused: string }).refused)
  return { phoneProof: tokenFor(vault, once, 'phone-proof') }
}

/** Uses up a proof in the caller's transaction; false when it is unknown, old or for another phone. */
export async function useProof(
  tx: Transaction,
  { vault, clock }: Deps,
  phone: string,
  proof: string,
): Promise<boolean> {
  const used = await tx
    .delete(phoneProof)
    .where(
      and(
        eq(phoneProof.proofHash, sha256(proof)),
        eq(phoneProof.phoneIndex, vault.index('phone', phone)),
        gt(phoneProof.expiresAt, clock.now()),
      ),
    )
    .returning({ hash: phoneProof.proofHash })
  return used.length === 1
}
