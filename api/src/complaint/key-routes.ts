import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { unopenedBody } from '@yima/shared/complaint/desk-contract'
import {
  deskKeys, endKeyBody, officeKeyBody, publicKeys, readerKeyBody, signatureBody,
} from '@yima/shared/complaint/keys'
import { done } from '@yima/shared/work/contract'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getOfficer } from '../identity/session.ts'
import { deskKeysOf, endReaderKey, makeOfficeKey, offerReaderKey, publicKeysOf, signReaderKey } from './office-keys.ts'
import { throwAwayUnopened } from './unopened.ts'

const byId = pathParam(v.object({ id: entityId }))

/** Keys of supervising offices: of everybody to look at, of those who hold them to make, sign and end. */
export function keyRoutes(deps: Deps) {
  const tag = 'complaint'
  return new Hono<Env>()
    .get(
      '/complaints/keys',
      describe({ tag, summary: 'Keys of supervising offices and what happened to them', answer: publicKeys }),
      async (c) => {
        c.header('cache-control', 'no-store')
        return c.json(await publicKeysOf(deps))
      },
    )
    .get(
      '/oversight/keys',
      describe({ tag, summary: 'Who of the own office can read complaints', answer: deskKeys }),
      async (c) => c.json(await deskKeysOf(deps, getOfficer(c))),
    )
    .post(
      '/oversight/keys/office',
      describe({ tag, summary: 'Make the key of the own office, on the own device', answer: done, write: true }),
      once(deps.db),
      jsonBody(officeKeyBody),
      async (c) => {
        await makeOfficeKey(deps, c.get('once'), getOfficer(c), c.req.valid('json'))
        return c.json({ done: true })
      },
    )
    .post(
      '/oversight/keys',
      describe({ tag, summary: 'Offer one’s own reader key to be signed', answer: done, write: true }),
      once(deps.db),
      jsonBody(readerKeyBody),
      async (c) => {
        await offerReaderKey(deps, c.get('once'), getOfficer(c), c.req.valid('json').recipient)
        return c.json({ done: true })
      },
    )
    .post(
      '/oversight/keys/unopened',
      describe({ tag, summary: 'Throw away what was sealed for oneself and does not open, so that others give it anew', answer: done, write: true }),
      once(deps.db),
      jsonBody(unopenedBody),
      async (c) => {
        await throwAwayUnopened(deps, c.get('once'), getOfficer(c), c.req.valid('json').complaintId)
        return c.json({ done: true })
      },
    )
    .post(
      '/oversight/keys/:id/signature',
      describe({ tag, summary: 'Sign the key of a colleague, on one’s own device', answer: done, write: true }),
      byId,
      once(deps.db),
      jsonBody(signatureBody),
      async (c) => {
        await signReaderKey(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))
        return c.json({ done: true })
      },
    )
    .post(
      '/oversight/keys/:id/end',
      describe({ tag, summary: 'End a reader key: one’s own, or as head of the office', answer: done, write: true }),
      byId,
      once(deps.db),
      jsonBody(endKeyBody),
      async (c) => {
        await endReaderKey(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json').reason)
        return c.json({ done: true })
      },
    )
}
