import { and, eq, ne } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type * as v from 'valibot'
import type {
  Contact,
  contactWish as wishBody,
  pushSubscription as subscriptionBody,
} from '@yima/shared/notification/contract'
import { Problem } from '@yima/shared/problem'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { getIdentity } from '../identity/own.ts'
import { isPushService } from './push.ts'
import { contactWish, pushSubscription } from './table.ts'
import { getVapid } from './vapid.ts'

/** How somebody is reached: language of SMS and notices, phone, whether this sign-in gets notices. */
export async function readContact(
  deps: Deps,
  resident: ResidentSession,
  spoken: 'zh-CN' | 'en',
): Promise<Contact> {
  const { db } = deps
  const [here] = await db
    .select({ id: pushSubscription.id })
    .from(pushSubscription)
    .where(eq(pushSubscription.sessionId, resident.sessionId))
  const [wish] = resident.identityId
    ? await db.select().from(contactWish).where(eq(contactWish.identityId, resident.identityId))
    : []
  const { publicKey } = await getVapid(deps)
  return {
    language: wish?.locale ?? spoken,
    phone: resident.phone !== null,
    push: { key: publicKey, here: here !== undefined },
  }
}

/** Keeps the language somebody wants to be written to in. */
export const wishLanguage = (
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  { language }: v.InferOutput<typeof wishBody>,
): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const { id, countyCode } = await getIdentity(tx, deps, resident)
    const updatedAt = deps.clock.now()
    await tx
      .insert(contactWish)
      .values({ identityId: id, countyCode, locale: language, updatedAt })
      .onConflictDoUpdate({ target: contactWish.identityId, set: { locale: language, updatedAt } })
    await remember(tx, once, updatedAt, 200, { done: true })
  })

/**
 * From now on this device gets notices, for as long as this sign-in lasts. A browser that somebody else
 * subscribed before on a shared phone is theirs no more.
 * Throws `invalid-input` for an address that is no push service's.
 */
export const subscribe = (
  deps: Deps,
  once: Once,
  { sessionId }: ResidentSession,
  device: v.InferOutput<typeof subscriptionBody>,
): Promise<void> => {
  if (!isPushService(device.endpoint, deps.config)) {
    throw new Problem('invalid-input', [{ field: 'endpoint', code: 'push-service-unknown' }])
  }
  return inTransaction(deps.db, async (tx) => {
    const { vault, clock, config } = deps
    const endpointIndex = vault.index('push-endpoint', device.endpoint)
    const row = {
      countyCode: config.countyCode,
      sessionId,
      sealed: vault.sealField(JSON.stringify(device)),
      createdAt: clock.now(),
    }
    // A browser renews its address now and then; the older one serves nobody.
    await tx
      .delete(pushSubscription)
      .where(
        and(eq(pushSubscription.sessionId, sessionId), ne(pushSubscription.endpointIndex, endpointIndex)),
      )
    await tx
      .insert(pushSubscription)
      .values({ id: uuidv7(), endpointIndex, ...row })
      .onConflictDoUpdate({ target: pushSubscription.endpointIndex, set: row })
    await remember(tx, once, clock.now(), 201, { subscribed: true })
  })
}

/** No more notices to this device. */
export async function unsubscribe({ db }: Deps, { sessionId }: ResidentSession): Promise<void> {
  await db.delete(pushSubscription).where(eq(pushSubscription.sessionId, sessionId))
}
