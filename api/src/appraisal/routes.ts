import { Hono } from 'hono'
import * as v from 'valibot'
import * as contract from '@yima/shared/appraisal/contract'
import { entityId } from '@yima/shared/border'
import { applicationView } from '@yima/shared/claim/contract'
import { getOwnApplication } from '../application/own.ts'
import { principalOf } from '../family/acting.ts'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getOfficer, getResident, officerOnly, residentOnly } from '../identity/session.ts'
import { meetingsWaiting } from './hall.ts'
import { reappraiseOwn } from './own.ts'
import { recordAppraisal } from './record.ts'
import { appraisalSheet } from './sheet.ts'
import { appraisalsHeld } from './show.ts'

const byId = pathParam(v.object({ id: entityId }))
const byBoth = pathParam(v.object({ id: entityId, claimId: entityId }))
const scopes = ['see-progress'] as const

/** Appraisals by residents (民主评议): what to take along, the minutes, and asking for a second one. */
export function appraisalRoutes(deps: Deps) {
  const again = once(deps.db, {
    again: async (c) => {
      const { onBehalfOf } = (await c.req.json()) as { onBehalfOf?: string }
      const who = await principalOf(c, deps, getResident(c), scopes, onBehalfOf)
      return c.json(await getOwnApplication(deps, who, c.req.param('id') ?? ''))
    },
  })
  return new Hono<Env>()
    .use('/me/applications/*', residentOnly(deps), async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .use('/work/*', officerOnly(deps), async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .post(
      '/me/applications/:id/claims/:claimId/reappraisal',
      describe({ tag: 'appraisal', summary: 'Ask once for a second appraisal, at the township', answer: applicationView, write: true }),
      byBoth,
      again,
      jsonBody(contract.askReappraisal),
      async (c) => {
        const { reason, onBehalfOf } = c.req.valid('json')
        const who = await principalOf(c, deps, getResident(c), scopes, onBehalfOf)
        return c.json(await reappraiseOwn(deps, c.get('once'), who, c.req.param('id'), c.req.param('claimId'), reason))
      },
    )
    .get(
      '/work/appraisals',
      describe({ tag: 'appraisal', summary: 'Meetings that the worker of a village may hold', answer: contract.meetingsWaiting }),
      async (c) => c.json(await meetingsWaiting(deps, getOfficer(c))),
    )
    .get(
      '/work/applications/:id/appraisals',
      describe({ tag: 'appraisal', summary: 'The minutes of appraisals; the look is logged', answer: contract.appraisalsHeld }),
      byId,
      async (c) => c.json(await appraisalsHeld(deps, getOfficer(c), c.req.param('id'))),
    )
    .get(
      '/work/applications/:id/claims/:claimId/appraisal-sheet',
      describe({ tag: 'appraisal', summary: 'All that one appraisal needs without a network, for seven days; the look is logged', answer: contract.appraisalSheet }),
      byBoth,
      async (c) => c.json(await appraisalSheet(deps, getOfficer(c), c.req.param('id'), c.req.param('claimId'))),
    )
    .post(
      '/work/applications/:id/claims/:claimId/appraisals',
      describe({ tag: 'appraisal', summary: 'The minutes of one appraisal', answer: contract.minutesReceived, status: 201, write: true }),
      byBoth,
      once(deps.db),
      jsonBody(contract.minutes),
      async (c) =>
        c.json(await recordAppraisal(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.param('claimId'), c.req.valid('json')), 201),
    )
}
