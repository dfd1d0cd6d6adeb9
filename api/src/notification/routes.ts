import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import {
  callTasks,
  contact,
  contactWish,
  inbox,
  pushShown,
  pushSubscription,
  reading,
  smsReport,
  telling,
  told,
  unread,
} from '@yima/shared/notification/contract'
import { Problem } from '@yima/shared/problem'
import { jsonBody, pathParam, readBytes } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'
import { once } from '../http/once.ts'
import { localeOf } from '../http/problem.ts'
import { getOfficer, getResident, officerOnly, residentOnly } from '../identity/session.ts'
import { listCallTasks, tellInPerson } from './call-tasks.ts'
import { readContact, subscribe, unsubscribe, wishLanguage } from './contact.ts'
import { report } from './deliver.ts'
import { countUnread, markRead, readInbox } from './inbox.ts'
import { shownToken } from './push.ts'
import { isSigned, signatureHeader } from './signature.ts'

const done = v.object({ done: v.boolean() })

/** The inbox of whoever is signed in, and how they are reached. */
function inboxRoutes(deps: Deps) {
  const { db } = deps
  return new Hono<Env>()
    .get(
      '/me/messages',
      describe({ tag: 'notification', summary: 'One’s own messages, newest first', answer: inbox }),
      residentOnly(deps),
      async (c) => c.json(await readInbox(deps, getResident(c))),
    )
    .get(
      '/me/messages/unread',
      describe({ tag: 'notification', summary: 'How many were not opened', answer: unread }),
      residentOnly(deps),
      async (c) => c.json({ unread: await countUnread(deps, getResident(c)) }),
    )
    .post(
      '/me/messages/reading',
      describe({ tag: 'notification', summary: 'These were opened', answer: done, write: true }),
      residentOnly(deps),
      once(db),
      jsonBody(reading),
      async (c) => {
        await markRead(deps, c.get('once'), getResident(c), c.req.valid('json').ids)
        return c.json({ done: true })
      },
    )
    .get(
      '/me/contact',
      describe({ tag: 'notification', summary: 'How one is reached', answer: contact }),
      residentOnly(deps),
      async (c) => c.json(await readContact(deps, getResident(c), localeOf(c.req.header('accept-language')))),
    )
    .post(
      '/me/contact',
      describe({
        tag: 'notification',
        summary: 'Choose the language of SMS and notices',
        answer: done,
        write: true,
      }),
      residentOnly(deps),
      once(db),
      jsonBody(contactWish),
      async (c) => {
        await wishLanguage(deps, c.get('once'), getResident(c), c.req.valid('json'))
        return c.json({ done: true })
      },
    )
    .post(
      '/me/push-subscriptions',
      describe({
        tag: 'notification',
        summary: 'Notices on this device, as long as this sign-in lasts',
        answer: v.object({ subscribed: v.boolean() }),
        status: 201,
        write: true,
      }),
      residentOnly(deps),
      once(db),
      jsonBody(pushSubscription),
      async (c) => {
        await subscribe(deps, c.get('once'), getResident(c), c.req.valid('json'))
        return c.json({ subscribed: true }, 201)
      },
    )
    .delete(
      '/me/push-subscriptions/current',
      describe({ tag: 'notification', summary: 'No more notices on this device', status: 204 }),
      residentOnly(deps),
      async (c) => {
        await unsubscribe(deps, getResident(c))
        return c.body(null, 204)
      },
    )
}

const sameToken = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

/** What is heard of a message after it left. Said twice it is the same; what is unknown is answered alike. */
function reportRoutes(deps: Deps) {
  const { config, clock } = deps
  const spend = budget(600, config)
  return new Hono<Env>()
    .post(
      '/push/shown',
      describe({ tag: 'notification', summary: 'A notice was shown, says who got it', status: 204 }),
      jsonBody(pushShown),
      async (c) => {
        await spend(c)
        const { id, token } = c.req.valid('json')
        if (sameToken(token, shownToken(deps, id))) await report(deps, id, 'delivered', 'push')
        return c.body(null, 204)
      },
    )
    .post(
      '/sms/reports',
      describe({ tag: 'notification', summary: 'Delivery report of the SMS gateway, signed', status: 204 }),
      jsonBody(smsReport),
      async (c) => {
        const { sms } = config
        const body = new TextDecoder().decode(await readBytes(c))
        const signed = sms && isSigned(sms.token, body, c.req.header(signatureHeader), clock.wall())
        if (!signed) throw new Problem('forbidden')
        const { id, state } = c.req.valid('json')
        await report(deps, id, state, 'sms')
        return c.body(null, 204)
      },
    )
}

const byId = pathParam(v.object({ id: entityId }))

/** What the people of a place are to tell in person. */
function callTaskRoutes(deps: Deps) {
  return new Hono<Env>()
    .get(
      '/work/call-tasks',
      describe({ tag: 'work', summary: 'Whom one’s desk is to tell something in person', answer: callTasks }),
      officerOnly(deps),
      async (c) => {
        c.header('cache-control', 'no-store')
        return c.json({ tasks: await listCallTasks(deps, getOfficer(c)) })
      },
    )
    .post(
      '/work/call-tasks/:id/telling',
      describe({ tag: 'work', summary: 'The person knows now', answer: told, write: true }),
      officerOnly(deps),
      byId,
      once(deps.db),
      jsonBody(telling),
      async (c) =>
        c.json(
          await tellInPerson(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json')),
        ),
    )
}

export const notificationRoutes = (deps: Deps) =>
  new Hono<Env>()
    .route('/', inboxRoutes(deps))
    .route('/', reportRoutes(deps))
    .route('/', callTaskRoutes(deps))
