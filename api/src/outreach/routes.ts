import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import {
  firstVisit, firstVisitAct, firstVisitKept, outreachAsked, outreachBody, outreachFiled, outreachStatus, parted, partingBody,
} from '@yima/shared/outreach/contract'
import { pictureAnswer } from '../file/read.ts'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { hourBudget } from '../http/network.ts'
import { once } from '../http/once.ts'
import { getOfficer, officerOnly } from '../identity/session.ts'
import { fileOutreach, type KeptFiled } from './file.ts'
import { partOutreach } from './part.ts'
import { numberFor, statusByReceipt } from './receipt.ts'
import { recordFirstVisit } from './record.ts'
import { firstVisitOf, pictureFor } from './visit.ts'

const byId = pathParam(v.object({ id: entityId }))
const byPicture = pathParam(v.object({ id: entityId, fileId: entityId }))
/** As many as a hotline, or a village after a storm, sends from one address: each makes somebody go there. */
const perHour = 20

/** Somebody in need, pointed out by anybody without a sign-in, and the first visit to them. */
export function outreachRoutes(deps: Deps) {
  const spend = hourBudget(perHour, deps.config)
  return new Hono<Env>()
    .post(
      '/outreach',
      describe({ tag: 'outreach', summary: 'Point out somebody in need, without a sign-in', answer: outreachFiled, status: 201, write: true }),
      // The number follows from the write and lies nowhere: a repeated one is told it anew.
      once(deps.db, {
        again: (c, { answer }) => c.json({ receiptNumber: numberFor(deps, c.get('once')), ...(answer as KeptFiled) }, 201),
      }),
      jsonBody(outreachBody),
      async (c) => {
        await spend(c)
        const { id, filed } = await fileOutreach(deps, c.get('once'), c.req.valid('json'))
        deps.live.received(id)
        return c.json(filed, 201)
      },
    )
    .post(
      '/outreach/status',
      describe({ tag: 'outreach', summary: 'Whether somebody has been to whom one pointed out, by receipt number', answer: outreachStatus }),
      jsonBody(outreachAsked),
      async (c) => {
        c.header('cache-control', 'no-store')
        return c.json(await statusByReceipt(deps, c, c.req.valid('json').receiptNumber))
      },
    )
    .get(
      '/work/outreach/:id',
      describe({ tag: 'outreach', summary: 'All that is needed to find somebody and to ask them; the look is noted', answer: firstVisit }),
      officerOnly(deps),
      byId,
      async (c) => {
        c.header('cache-control', 'no-store')
        return c.json(await firstVisitOf(deps, getOfficer(c), c.req.param('id')))
      },
    )
    .get(
      '/work/outreach/:id/files/:fileId',
      describe({ tag: 'outreach', summary: 'A picture of where somebody is, from whoever pointed them out' }),
      officerOnly(deps),
      byPicture,
      async (c) => {
        const { id, fileId } = c.req.param()
        return pictureAnswer(c, deps, await pictureFor(deps, getOfficer(c), id, fileId))
      },
    )
    .post(
      '/work/outreach/:id/visits',
      describe({ tag: 'outreach', summary: 'They agree, they do not, or nobody was met', answer: firstVisitKept, write: true }),
      officerOnly(deps),
      byId,
      once(deps.db),
      jsonBody(firstVisitAct),
      async (c) => c.json(await recordFirstVisit(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))),
    )
    .post(
      '/work/outreach/:id/partings',
      describe({ tag: 'outreach', summary: 'Two people were taken for one: one note goes to a request of its own', answer: parted, write: true }),
      officerOnly(deps),
      byId,
      once(deps.db),
      jsonBody(partingBody),
      async (c) => c.json(await partOutreach(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))),
    )
}
