import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import * as contract from '@yima/shared/visit/contract'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getOfficer, officerOnly } from '../identity/session.ts'
import { visitOrders } from './orders.ts'
import { visitPack } from './pack.ts'
import { recordVisit } from './record.ts'
import { visitsSeen } from './show.ts'

const byId = pathParam(v.object({ id: entityId }))
const read = (summary: string, answer: v.GenericSchema) => describe({ tag: 'visit', summary, answer })

/** Visits to homes: which are due, what to take along, what was seen. */
export function visitRoutes(deps: Deps) {
  return new Hono<Env>()
    .use('/work/*', officerOnly(deps), async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .get('/work/visits', read('Homes to visit, whose day is nearest first; the look is logged', contract.visitOrders), async (c) =>
      c.json(await visitOrders(deps, getOfficer(c))),
    )
    .get(
      '/work/applications/:id/visit-pack',
      read('All that one visit needs without a network, for seven days; the look is logged', contract.visitPack),
      byId,
      async (c) => c.json(await visitPack(deps, getOfficer(c), c.req.param('id'))),
    )
    .get(
      '/work/applications/:id/visits',
      read('What visits saw, field by field; the look is logged', contract.visitsSeen),
      byId,
      async (c) => c.json(await visitsSeen(deps, getOfficer(c), c.req.param('id'))),
    )
    .post(
      '/work/applications/:id/visits',
      describe({ tag: 'visit', summary: 'What two people saw at a home', answer: contract.visitReceived, status: 201, write: true }),
      byId,
      once(deps.db),
      jsonBody(contract.visitRecord),
      async (c) => c.json(await recordVisit(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json')), 201),
    )
}
