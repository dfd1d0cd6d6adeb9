import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { objectionAct } from '@yima/shared/objection/act-contract'
import {
  objectionAsked, objectionBody, objectionFiled, objectionFor, objectionList, objectionsAsked, objectionStatus, workObjection as workObjectionView,
} from '@yima/shared/objection/contract'
import { done } from '@yima/shared/work/contract'
import { pictureAnswer } from '../file/read.ts'
import { jsonBody, pathParam, queryParams } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { hourBudget } from '../http/network.ts'
import { once } from '../http/once.ts'
import { getOfficer, officerOnly } from '../identity/session.ts'
import { requireWork } from '../work/reach.ts'
import { actOnObjection, pictureOf, workObjection } from './desk.ts'
import { fileObjection, fileObjectionFor, type KeptFiled } from './file.ts'
import { objectionsFor } from './list.ts'
import { numberFor, statusByReceipt } from './receipt.ts'

const byId = pathParam(v.object({ id: entityId }))
const byPicture = pathParam(v.object({ id: entityId, fileId: entityId }))
/** As many as a village that disagrees sends from one address of its mobile network: each may make a family wait. */
const perHour = 20

/** Objections to public notices: of anybody without a sign-in, and of the officers who look into them. */
export function objectionRoutes(deps: Deps) {
  const spend = hourBudget(perHour, deps.config)
  return new Hono<Env>()
    .post(
      '/notices/:id/objections',
      describe({
        tag: 'objection', summary: 'Object to a notice, named or anonymous, without a sign-in', answer: objectionFiled, status: 201, write: true,
      }),
      byId,
      // The number follows from the write and lies nowhere: a repeated one is told it anew.
      once(deps.db, {
        again: (c, { answer }) => c.json({ receiptNumber: numberFor(deps, c.get('once')), ...(answer as KeptFiled) }, 201),
      }),
      jsonBody(objectionBody),
      async (c) => {
        await spend(c)
        return c.json(await fileObjection(deps, c.get('once'), c.req.param('id'), c.req.valid('json')), 201)
      },
    )
    .post(
      '/objections/status',
      describe({ tag: 'objection', summary: 'What came of an objection, by receipt number and four digits', answer: objectionStatus }),
      jsonBody(objectionAsked),
      async (c) => {
        c.header('cache-control', 'no-store')
        return c.json(await statusByReceipt(deps, c, c.req.valid('json')))
      },
    )
    .post(
      '/work/notices/:id/objections',
      describe({
        tag: 'objection', summary: 'Write down for somebody without a phone what they say against a notice', answer: objectionFiled, status: 201,
        write: true,
      }),
      officerOnly(deps),
      byId,
      once(deps.db, {
        again: (c, { answer }) => c.json({ receiptNumber: numberFor(deps, c.get('once')), ...(answer as KeptFiled) }, 201),
      }),
      jsonBody(objectionFor),
      async (c) => {
        requireWork(getOfficer(c), 'assist')
        c.header('cache-control', 'no-store')
        return c.json(await fileObjectionFor(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json')), 201)
      },
    )
    .use('/work/objections/*', officerOnly(deps))
    .get(
      '/work/objections',
      describe({ tag: 'objection', summary: 'A page of the objections that wait for this officer', answer: objectionList }),
      officerOnly(deps),
      queryParams(objectionsAsked),
      async (c) => {
        c.header('cache-control', 'no-store')
        return c.json(await objectionsFor(deps, getOfficer(c), c.req.valid('query').after))
      },
    )
    .get(
      '/work/objections/:id',
      describe({ tag: 'objection', summary: 'One objection whole, for whoever may look into it; the look is noted', answer: workObjectionView }),
      byId,
      async (c) => {
        c.header('cache-control', 'no-store')
        return c.json(await workObjection(deps, getOfficer(c), c.req.param('id')))
      },
    )
    .get(
      '/work/objections/:id/files/:fileId',
      describe({ tag: 'objection', summary: 'A picture of an objection' }),
      byPicture,
      async (c) => {
        const { id, fileId } = c.req.param()
        return pictureAnswer(c, deps, await pictureOf(deps, getOfficer(c), id, fileId))
      },
    )
    .post(
      '/work/objections/:id/acts',
      describe({ tag: 'objection', summary: 'Admit it, decline it with a reason, or answer it', answer: done, write: true }),
      byId,
      once(deps.db),
      jsonBody(objectionAct),
      async (c) => {
        await actOnObjection(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))
        return c.json({ done: true })
      },
    )
}
