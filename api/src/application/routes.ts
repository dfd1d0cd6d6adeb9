import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { submission } from '@yima/shared/application/contract'
import { entityId } from '@yima/shared/border'
import { papersSent, withdraw } from '@yima/shared/claim/contract'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { budget } from '../http/network.ts'
import { once } from '../http/once.ts'
import { localeOf } from '../http/problem.ts'
import { getResident, residentOnly, setSessionCookie } from '../identity/session.ts'
import { getOwnApplication, listOwnApplications } from './own.ts'
import { sendPapers, withdrawApplication } from './resident-acts.ts'
import { submit } from './submit.ts'

const byId = pathParam(v.object({ id: entityId }))

/** Applying, and following one's own applications. No sign-in is needed to apply. */
export function applicationRoutes(deps: Deps) {
  const spend = budget(30, deps.config.withoutBudgets)
  return new Hono<Env>()
    .post(
      '/applications',
      describeRoute({ tags: ['application'], summary: 'Apply, or point out somebody in need' }),
      once(deps.db),
      jsonBody(submission),
      async (c) => {
        await spend(c)
        const locale = localeOf(c.req.header('accept-language'))
        const { answer, token } = await submit(deps, c.get('once'), c.req.valid('json'), locale)
        if (token) setSessionCookie(c, 'resident', token)
        return c.json(answer, 201)
      },
    )
    .use('/me/*', residentOnly(deps), async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .get('/me/applications', describeRoute({ tags: ['application'], summary: 'One’s own applications' }), async (c) =>
      c.json({ applications: await listOwnApplications(deps, getResident(c)) }))
    .get('/me/applications/:id', describeRoute({ tags: ['application'], summary: 'One of one’s own' }), byId, async (c) =>
      c.json(await getOwnApplication(deps, getResident(c), c.req.param('id'))))
    .post(
      '/me/applications/:id/papers',
      describeRoute({ tags: ['application'], summary: 'Send papers that were asked for' }),
      byId,
      once(deps.db),
      jsonBody(papersSent),
      async (c) => c.json(await sendPapers(deps, c.get('once'), getResident(c), c.req.param('id'), c.req.valid('json'))),
    )
    .post(
      '/me/applications/:id/withdrawal',
      describeRoute({ tags: ['application'], summary: 'Take an application back' }),
      byId,
      once(deps.db),
      jsonBody(withdraw),
      async (c) => c.json(await withdrawApplication(deps, c.get('once'), getResident(c), c.req.param('id'), c.req.valid('json').reason)),
    )
}
