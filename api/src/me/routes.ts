import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { applicationView } from '@yima/shared/claim/contract'
import {
  accessPage,
  accessQuery,
  answerQuestion,
  askAccess,
  consentsView,
  correction,
  erasureView,
  openQuestion,
  recordView,
  saidFacts,
} from '@yima/shared/me/contract'
import { getOwnApplication } from '../application/own.ts'
import { jsonBody, pathParam, queryParams } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getOfficer, getResident, officerOnly, residentOnly } from '../identity/session.ts'
import { ownAccess } from './access.ts'
import { consentsOf } from './consents.ts'
import { endAccount, erasureOf } from './erase.ts'
import { answer, ask, openQuestions } from './questions.ts'
import { recordOf } from './record.ts'
import { correctFacts, saidInApplications } from './said.ts'

const byId = pathParam(v.object({ id: entityId }))
const done = v.object({})

/** What a person may see of and do with what is kept about them. */
export function meRoutes(deps: Deps) {
  const write = once(deps.db)
  const again = once(deps.db, {
    again: async (c) => c.json(await getOwnApplication(deps, getResident(c), c.req.param('id') ?? '')),
  })
  return new Hono<Env>()
    .use('/me/*', residentOnly(deps), async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .get(
      '/me/access',
      describe({ tag: 'me', summary: 'Who looked at one’s data', answer: accessPage }),
      queryParams(accessQuery),
      async (c) => c.json(await ownAccess(deps, getResident(c), c.req.valid('query').before)),
    )
    .post(
      '/me/access/:id/question',
      describe({ tag: 'me', summary: 'Ask why somebody looked', answer: done, write: true }),
      byId,
      write,
      jsonBody(askAccess),
      async (c) => {
        await ask(deps, c.get('once'), getResident(c), c.req.param('id'), c.req.valid('json').words)
        return c.json({ asked: true })
      },
    )
    .get(
      '/me/said',
      describe({
        tag: 'me',
        summary: 'What one said',
        answer: v.object({ applications: v.array(saidFacts) }),
      }),
      async (c) => c.json({ applications: await saidInApplications(deps, getResident(c)) }),
    )
    .post(
      '/me/applications/:id/corrections',
      describe({ tag: 'me', summary: 'Put right what was said', answer: applicationView, write: true }),
      byId,
      again,
      jsonBody(correction),
      async (c) =>
        c.json(
          await correctFacts(
            deps,
            c.get('once'),
            getResident(c),
            c.req.param('id'),
            c.req.valid('json').answers,
          ),
        ),
    )
    .get(
      '/me/consents',
      describe({ tag: 'me', summary: 'What one agreed to', answer: consentsView }),
      async (c) => c.json(await consentsOf(deps, getResident(c))),
    )
    .get(
      '/me/record',
      describe({ tag: 'me', summary: 'Everything about oneself, to take along', answer: recordView }),
      async (c) => c.json(await recordOf(deps, getResident(c))),
    )
    .get(
      '/me/erasure',
      describe({ tag: 'me', summary: 'What ending the account would do', answer: erasureView }),
      async (c) => c.json(await erasureOf(deps, getResident(c))),
    )
    .post(
      '/me/erasure',
      describe({ tag: 'me', summary: 'End the account', answer: done, write: true }),
      write,
      jsonBody(v.strictObject({})),
      async (c) => {
        await endAccount(deps, c.get('once'), getResident(c))
        return c.json({ ended: true })
      },
    )
}

/** Questions that people ask about looks, before an office that did not look. */
export function oversightRoutes(deps: Deps) {
  return new Hono<Env>()
    .use('/oversight/*', officerOnly(deps), async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .get(
      '/oversight/questions',
      describe({
        tag: 'oversight',
        summary: 'Looks that people question',
        answer: v.object({ questions: v.array(openQuestion) }),
      }),
      async (c) => c.json({ questions: await openQuestions(deps, getOfficer(c)) }),
    )
    .post(
      '/oversight/questions/:id/answer',
      describe({ tag: 'oversight', summary: 'Answer why somebody looked', answer: done, write: true }),
      byId,
      once(deps.db),
      jsonBody(answerQuestion),
      async (c) => {
        await answer(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json').words)
        return c.json({ answered: true })
      },
    )
}
