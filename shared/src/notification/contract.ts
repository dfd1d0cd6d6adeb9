import * as v from 'valibot'
import { entityId, text } from '../border.ts'
import { attemptStates, channels } from './decide.ts'
import { templateNames } from './templates.ts'

const locale = v.picklist(['zh-CN', 'en'], 'unknown-language')

/** One message as its owner reads it; the page says it in the reader's language. */
export const inboxMessage = v.object({
  id: v.string(),
  template: v.picklist(templateNames),
  params: v.record(v.string(), v.string()),
  at: v.string(),
  readAt: v.nullable(v.string()),
  /** By which ways it went out besides. */
  sent: v.array(v.object({ channel: v.picklist(channels), state: v.picklist(attemptStates) })),
})
export type InboxMessage = v.InferOutput<typeof inboxMessage>

/** GET /api/me/messages: the newest hundred, newest first. */
export const inbox = v.object({ unread: v.number(), messages: v.array(inboxMessage) })
export type Inbox = v.InferOutput<typeof inbox>

/** GET /api/me/messages/unread: for the mark at the way to the inbox. */
export const unread = v.object({ unread: v.number() })

/** POST /api/me/messages/reading: these were opened. */
export const reading = v.strictObject({
  ids: v.pipe(v.array(entityId), v.minLength(1, 'empty'), v.maxLength(100, 'too-many')),
})

/** GET /api/me/contact: how somebody is reached. */
export const contact = v.object({
  /** Language of SMS and notices. */
  language: locale,
  /** Whether there is a phone for SMS. */
  phone: v.boolean(),
  push: v.object({
    /** The key that a browser subscribes with (RFC 8292), base64url. */
    key: v.string(),
    /** Whether this very sign-in gets notices. */
    here: v.boolean(),
  }),
})
export type Contact = v.InferOutput<typeof contact>

/** POST /api/me/contact */
export const contactWish = v.strictObject({ language: locale })

const base64url = (length: number) =>
  v.pipe(v.string('not-text'), v.regex(new RegExp(`^[A-Za-z0-9_-]{${length}}$`), 'not-a-key'))

/** POST /api/me/push-subscriptions: what the browser's `PushSubscription` says (RFC 8291). */
export const pushSubscription = v.strictObject({
  endpoint: v.pipe(v.string('not-text'), v.maxLength(1000, 'too-long'), v.url('not-an-address')),
  /** P-256 point, uncompressed: 65 bytes. */
  p256dh: base64url(87),
  /** 16 bytes. */
  auth: base64url(22),
})

/** What a notice carries, encrypted; the token tells us that this very notice was shown. */
export const pushPayload = v.object({ id: v.string(), token: v.string(), text: v.string() })
export type PushPayload = v.InferOutput<typeof pushPayload>

/** POST /api/push/shown, by the service worker. */
export const pushShown = v.strictObject({
  id: entityId,
  token: v.pipe(v.string('not-text'), v.maxLength(64, 'too-long')),
})

/** POST /api/sms/reports, by the gateway, signed. */
export const smsReport = v.strictObject({
  id: entityId,
  state: v.picklist(['delivered', 'failed'], 'unknown-state'),
})

/** Somebody without a phone is to be told something. */
export const callTask = v.object({
  id: v.string(),
  name: v.string(),
  /** May ring all the same where an SMS did not arrive. */
  phone: v.nullable(v.string()),
  place: v.string(),
  template: v.picklist(templateNames),
  params: v.record(v.string(), v.string()),
  at: v.string(),
  /** How whoever asks stands to it: the page greys by what the api refuses by. */
  standing: v.object({ own: v.boolean(), alone: v.boolean(), leads: v.boolean() }),
})
export type CallTask = v.InferOutput<typeof callTask>

/** GET /api/work/call-tasks: of one's own desk, oldest first. */
export const callTasks = v.object({ tasks: v.array(callTask) })

/** POST /api/work/call-tasks/:id/telling: the person knows now. */
export const telling = v.strictObject({
  how: v.picklist(['call', 'visit'], 'unknown-way'),
  /** Where whoever did it tells it, too. */
  reason: v.optional(v.pipe(text(200), v.minLength(1, 'empty'))),
})
export const told = v.object({ toldAt: v.string() })
