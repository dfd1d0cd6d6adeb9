import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { complaintInbox, deskActBody, deskActed, deskComplaint, deskPart, openingBody, recoveries, recoveryBody, skipBody } from '@yima/shared/complaint/desk-contract'
import { done } from '@yima/shared/work/contract'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getOfficer } from '../identity/session.ts'
import { actAtDesk } from './desk-acts.ts'
import { complaintAtDesk, inboxOf, partAtDesk } from './desk.ts'
import { parsePart } from './evidence.ts'
import { askRecovery, openRecovery, recoveriesOf, skipRecovery } from './recovery.ts'

const byId = pathParam(v.object({ id: entityId }))
const byPart = pathParam(v.object({ id: entityId, file: entityId, part: v.string() }))

/** The desk of supervisors: complaints sealed for them, and what they do with them. Its answers lie behind `/oversight`. */
export function complaintDeskRoutes(deps: Deps) {
  const tag = 'complaint'
  return new Hono<Env>()
    .get(
      '/oversight/complaints',
      describe({ tag, summary: 'Complaints that this officer can read, by due date', answer: complaintInbox }),
      async (c) => c.json(await inboxOf(deps, getOfficer(c))),
    )
    .get(
      '/oversight/complaints/:id',
      describe({ tag, summary: 'One complaint, sealed, with what opens it for this officer; the look is noted', answer: deskComplaint }),
      byId,
      async (c) => c.json(await complaintAtDesk(deps, getOfficer(c), c.req.param('id'))),
    )
    .get(
      '/oversight/complaints/:id/parts/:file/:part',
      describe({ tag, summary: 'A sealed part of its evidence', answer: deskPart }),
      byPart,
      async (c) => {
        const { id, file, part } = c.req.param()
        return c.json({ sealed: await partAtDesk(deps, getOfficer(c), { id, file, part: parsePart(part) }) })
      },
    )
    .post(
      '/oversight/complaints/:id/acts',
      describe({ tag, summary: 'Take it up, ask, note, send on, decide', answer: deskActed, write: true }),
      byId,
      once(deps.db),
      jsonBody(deskActBody),
      async (c) => c.json(await actAtDesk(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))),
    )
    .get(
      '/oversight/recoveries',
      describe({ tag, summary: 'Complaints that nobody of an office opens any more, and those that this officer can help to open', answer: recoveries }),
      async (c) => c.json(await recoveriesOf(deps, getOfficer(c))),
    )
    .post(
      '/oversight/recoveries',
      describe({ tag, summary: 'Ask two of three other offices to open a complaint of one’s own', answer: done, write: true }),
      once(deps.db),
      jsonBody(recoveryBody),
      async (c) => {
        await askRecovery(deps, c.get('once'), getOfficer(c), c.req.valid('json').complaintId)
        return c.json({ done: true })
      },
    )
    .post(
      '/oversight/recoveries/skips',
      describe({ tag, summary: 'Pass over a pair of offices whose file does not open', answer: done, write: true }),
      once(deps.db),
      jsonBody(skipBody),
      async (c) => {
        await skipRecovery(deps, c.get('once'), getOfficer(c), c.req.valid('json'))
        return c.json({ done: true })
      },
    )
    .post(
      '/oversight/recoveries/opening',
      describe({ tag, summary: 'Take off the seal of one’s own office, on the own device', answer: done, write: true }),
      once(deps.db),
      jsonBody(openingBody),
      async (c) => {
        await openRecovery(deps, c.get('once'), getOfficer(c), c.req.valid('json'))
        return c.json({ done: true })
      },
    )
}
