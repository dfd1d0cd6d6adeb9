import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { chooseFact, recordFacts, workFacts as workFactsView } from '@yima/shared/fact/contract'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getOfficer, officerOnly } from '../identity/session.ts'
import { chooseAtDesk, recordAtDesk, workFacts } from './desk.ts'

const byId = pathParam(v.object({ id: entityId }))
const path = '/work/applications/:id/facts'

/** What is held of a family: shown, added to, and settled where it differs. */
export function factRoutes(deps: Deps) {
  const act = once(deps.db, {
    again: async (c) => c.json(await workFacts(deps, getOfficer(c), c.req.param('id') ?? '')),
  })
  const write = (summary: string) => describe({ tag: 'fact', summary, answer: workFactsView, write: true })
  return new Hono<Env>()
    .use('/work/applications/*', officerOnly(deps), async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .get(
      path,
      describe({
        tag: 'fact',
        summary: 'What is held of a family; the look is logged',
        answer: workFactsView,
      }),
      byId,
      async (c) => c.json(await workFacts(deps, getOfficer(c), c.req.param('id'))),
    )
    .post(path, write('What a visit or a paper shows'), byId, act, jsonBody(recordFacts), async (c) =>
      c.json(await recordAtDesk(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))),
    )
    .post(
      `${path}/choices`,
      write('Which of several values holds'),
      byId,
      act,
      jsonBody(chooseFact),
      async (c) =>
        c.json(
          await chooseAtDesk(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json')),
        ),
    )
}
