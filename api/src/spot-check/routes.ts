import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { checkView, findingBody, openDraw, ownChecks as ownAnswer, quarterOrLatest, revisitBody } from '@yima/shared/spot-check/contract'
import { done } from '@yima/shared/work/contract'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getOfficer } from '../identity/session.ts'
import { askRevisit } from './ask-revisit.ts'
import { takeFinding } from './find.ts'
import { openDrawOf } from './open.ts'
import { checkFor, ownChecks } from './read.ts'

const tag = 'spot-check'
const byId = pathParam(v.object({ id: entityId }))

/** For everybody, and for proxies and phones to keep: what was laid down and drawn changes no more. */
export function spotCheckOpenRoutes(deps: Deps) {
  return new Hono<Env>().get(
    '/open/checks/:quarter',
    describe({ tag, summary: 'The list of a quarter and what was drawn of it, to draw again', answer: openDraw }),
    pathParam(v.object({ quarter: quarterOrLatest })),
    async (c) => {
      c.header('cache-control', 'public, max-age=300')
      return c.json(await openDrawOf(deps, c.req.param('quarter')))
    },
  )
}

/** Claims that supervisors look at again. Stands behind `oversightRoutes`, which asks for the session. */
export function spotCheckRoutes(deps: Deps) {
  return new Hono<Env>()
    .get(
      '/oversight/checks',
      describe({ tag, summary: 'What was given to this officer to look at again', answer: ownAnswer }),
      async (c) => c.json(await ownChecks(deps, getOfficer(c))),
    )
    .get(
      '/oversight/checks/:id',
      describe({ tag, summary: 'One of them with whom to visit; the look is noted', answer: checkView }),
      byId,
      async (c) => c.json(await checkFor(deps, getOfficer(c), c.req.param('id'))),
    )
    .post(
      '/oversight/checks/:id/finding',
      describe({ tag, summary: 'What the visit found', answer: done, write: true }),
      byId,
      once(deps.db),
      jsonBody(findingBody),
      async (c) => {
        await takeFinding(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))
        return c.json({ done: true })
      },
    )
    .post(
      '/oversight/complaints/:id/revisits',
      describe({ tag, summary: 'Have what a complaint is about looked at again, among others and without a reason', answer: done, write: true }),
      byId,
      once(deps.db),
      jsonBody(revisitBody),
      async (c) => {
        await askRevisit(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json').receiptNumber)
        return c.json({ done: true })
      },
    )
}
