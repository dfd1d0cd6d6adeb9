import { Hono } from 'hono'
import * as v from 'valibot'
import { regionCode } from '@yima/shared/border'
import { openFigures, workFigures as workAnswer } from '@yima/shared/statistics/contract'
import { pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { getOfficer } from '../identity/session.ts'
import { figuresOf } from './read.ts'
import { workFigures } from './work.ts'

/** For everybody, and for proxies and phones to keep: it changes once a month. */
export function statisticsRoutes(deps: Deps) {
  return new Hono<Env>().get(
    '/open/:code',
    describe({ tag: 'statistics', summary: 'What a place publishes of its aid', answer: openFigures }),
    pathParam(v.object({ code: regionCode })),
    async (c) => {
      c.header('cache-control', 'public, max-age=300')
      return c.json(await figuresOf(deps, c.req.param('code')))
    },
  )
}

/** For those who supervise. Stands behind `oversightRoutes`, which asks for the session. */
export function figuresWorkRoutes(deps: Deps) {
  return new Hono<Env>().get(
    '/oversight/figures',
    describe({ tag: 'statistics', summary: 'The units of the own places side by side', answer: workAnswer }),
    async (c) => c.json(await workFigures(deps, getOfficer(c))),
  )
}
