import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import * as contract from '@yima/shared/renovation/contract'
import { done } from '@yima/shared/work/contract'
import { pictureAnswer } from '../file/read.ts'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getOfficer, officerOnly } from '../identity/session.ts'
import { actOnWorks, inspectWorks } from './act.ts'
import { housesWaiting, pictureOfWorks, renovationFor, renovationsFor } from './show.ts'

const byId = pathParam(v.object({ id: entityId }))
const byPicture = pathParam(v.object({ id: entityId, file: entityId }))
const read = (summary: string, answer: v.GenericSchema) => describe({ tag: 'renovation', summary, answer })
const writes = (summary: string, status?: 201) => describe({ tag: 'renovation', summary, answer: done, write: true, ...(status ? { status } : {}) })

/** Dangerous rural houses being renovated: what is due next, the works on each, and what releases the parts of its subsidy. */
export function renovationRoutes(deps: Deps) {
  return new Hono<Env>()
    .use('/work/*', officerOnly(deps), async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .get('/work/renovations', read('Houses under way, whose day is nearest first; the look is logged', contract.renovationList), async (c) =>
      c.json(await renovationsFor(deps, getOfficer(c))),
    )
    .get('/work/renovations/waiting', read('How many houses are late, or due within days', contract.housesWaiting), async (c) =>
      c.json(await housesWaiting(deps, getOfficer(c))),
    )
    .get('/work/renovations/:id', read('The works on one house; the look is logged', contract.renovationView), byId, async (c) =>
      c.json(await renovationFor(deps, getOfficer(c), c.req.param('id'))),
    )
    .get(
      '/work/renovations/:id/files/:file',
      describe({ tag: 'renovation', summary: 'A picture of the works on a house; the look is logged' }),
      byPicture,
      async (c) => pictureAnswer(c, deps, await pictureOfWorks(deps, getOfficer(c), c.req.param('id'), c.req.param('file'))),
    )
    .post(
      '/work/renovations/:id/acts',
      writes('Survey, plan, stop of the works, and the acceptance of a stage by two'),
      byId,
      once(deps.db),
      jsonBody(contract.renovationAct),
      async (c) => {
        await actOnWorks(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))
        return c.json({ done: true })
      },
    )
    .post(
      '/work/renovations/:id/inspections',
      writes('What somebody saw of the works', 201),
      byId,
      once(deps.db),
      jsonBody(contract.inspectionBody),
      async (c) => {
        await inspectWorks(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))
        return c.json({ done: true }, 201)
      },
    )
}
