import { eq, sql } from 'drizzle-orm'
import en from '@yima/shared/locales/en/notification.json' with { type: 'json' }
import zh from '@yima/shared/locales/zh-CN/notification.json' with { type: 'json' }
import type { PushPayload } from '@yima/shared/notification/contract'
import { unseenFor } from '@yima/shared/notification/decide'
import type { Config } from '../config.ts'
import type { Deps } from '../http/context.ts'
import { person } from '../identity/table.ts'
import { sessionsOf } from './addressee.ts'
import { Refused } from './channels.ts'
import { notification, pushSubscription, type message } from './table.ts'
import { getVapid, type Vapid } from './vapid.ts'

/** What a browser said of itself when it subscribed. */
export type Device = { endpoint: string; p256dh: string; auth: string }

/** Where browsers that exist receive notices. */
const services = ['googleapis.com', 'push.services.mozilla.com', 'notify.windows.com', 'push.apple.com']

/**
 * Whether notices may be posted to that address: to a known push service over https, or to one of
 * `YIMA_PUSH_SERVICES`. Anything else would make us knock at doors that a stranger names.
 */
export function isPushService(endpoint: string, { pushServices }: Pick<Config, 'pushServices'>): boolean {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (!url || url.username !== '' || url.password !== '') return false
  if (pushServices.includes(url.origin)) return true
  if (url.protocol !== 'https:' || url.port !== '') return false
  return services.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))
}

/** Proof of a notice that it was shown: nobody can make one who did not get the notice. */
export const shownToken = ({ vault }: Pick<Deps, 'vault'>, messageId: string): string =>
  vault.index('push-shown', messageId).toString('base64url').slice(0, 32)

/** `gone`: the device asked for no more; `refused`: not this time. */
type Answer = 'taken' | 'gone' | 'refused'

/** The library is loaded with the first notice: it costs memory that most processes never need. */
async function post(
  device: Device,
  payload: PushPayload,
  urgent: boolean,
  subject: string,
  vapid: Vapid,
): Promise<Answer> {
  const { default: webPush } = await import('web-push')
  const { endpoint, p256dh, auth } = device
  const { headers, body } = webPush.generateRequestDetails(
    { endpoint, keys: { p256dh, auth } },
    JSON.stringify(payload),
    {
      vapidDetails: { subject, ...vapid },
      contentEncoding: 'aes128gcm',
      // After that an SMS went out: a notice that comes later would say it twice.
      TTL: (urgent ? unseenFor.urgent : unseenFor.usual) / 1000,
      urgency: urgent ? 'high' : 'normal',
      // Of the same message a service keeps one, should we ever post it twice (RFC 8030, 5.4).
      topic: payload.id.replaceAll('-', ''),
    },
  )
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: Object.fromEntries(
      Object.entries(headers)
        .filter(([name]) => name !== 'Content-Length')
        .map(([name, value]) => [name, String(value)]),
    ),
    body: new Uint8Array(body ?? Buffer.alloc(0)),
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  })
  await answer.body?.cancel()
  return answer.ok ? 'taken' : answer.status === 404 || answer.status === 410 ? 'gone' : 'refused'
}

/** Posts the notice of one attempt to every device of its person. */
export type PushChannel = (row: typeof message.$inferSelect) => Promise<void>

async function devicesOf({ db, vault, clock }: Deps, notificationId: string) {
  const [found] = await db
    .select()
    .from(notification)
    .innerJoin(person, eq(person.id, notification.personId))
    .where(eq(notification.id, notificationId))
  if (!found) return undefined
  const rows = await db
    .select()
    .from(pushSubscription)
    .where(sql`${pushSubscription.sessionId} IN ${sessionsOf(found.person, clock.wall().toISOString())}`)
  const devices = rows.map(({ id, sealed }) => ({
    id,
    device: JSON.parse(vault.openField(sealed)) as Device,
  }))
  return { of: found.notification, devices }
}

/**
 * The channel of notices. The text says that there is news and nothing else: it lies on a locked screen.
 * Throws `Refused` when no device is left that wants one.
 */
export const pushChannel =
  (deps: Deps): PushChannel =>
  async ({ id, notificationId }) => {
    const found = notificationId ? await devicesOf(deps, notificationId) : undefined
    if (!found || found.devices.length === 0) throw new Refused('No device asked for notices')
    const { of, devices } = found
    const vapid = await getVapid(deps)
    const text = (of.locale === 'en' ? en : zh)['notification.push']
    const payload = { id, token: shownToken(deps, id), text }
    // Push services want to know whom to complain to, by https or mail.
    const subject = deps.config.publicUrl.replace(/^http:/, 'https:')
    const answers = await Promise.all(
      devices.map(async ({ id: deviceId, device }): Promise<Answer> => {
        const answer = isPushService(device.endpoint, deps.config)
          ? await post(device, payload, of.urgent, subject, vapid).catch((): Answer => 'refused')
          : 'gone'
        if (answer === 'gone') await deps.db.delete(pushSubscription).where(eq(pushSubscription.id, deviceId))
        return answer
      }),
    )
    if (answers.includes('taken')) return
    if (answers.every((answer) => answer === 'gone'))
      throw new Refused('Every device asked for no more notices')
    throw new Error('No push service took the notice')
  }
