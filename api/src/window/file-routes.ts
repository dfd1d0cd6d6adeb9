import { Hono } from 'hono'
import type { Submitted } from '@yima/shared/application/contract'
import { filedHere, fileHere, occasionView, papersHere } from '@yima/shared/window/contract'
import { submitting } from '../application/submit.ts'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { localeOf } from '../http/problem.ts'
import { getOfficer } from '../identity/session.ts'
import { fileFor, filedAgain } from './file.ts'
import { papersFor } from './papers.ts'
import { againViewed, byId, viewOf } from './staff.ts'

/** What an officer hands in for the person who stands there. */
export function fileForRoutes(deps: Deps) {
  const submit = submitting(deps)
  const filing = once(deps.db, {
    again: async (c, { answer }) => {
      const id = c.req.param('id') ?? ''
      const { writtenAt } = (await c.req.json()) as { writtenAt?: string }
      const written = { officer: getOfficer(c), id, writtenAt }
      return c.json(await filedAgain(deps, written, answer as Submitted), 201)
    },
  })
  return new Hono<Env>()
    .post(
      '/work/occasions/:id/applications',
      describe({
        tag: 'window',
        summary: 'Hand in for the person what they say',
        answer: filedHere,
        status: 201,
        write: true,
      }),
      byId,
      filing,
      jsonBody(fileHere),
      async (c) => {
        const of = { officer: getOfficer(c), id: c.req.param('id') }
        const locale = localeOf(c.req.header('accept-language'))
        const answer = await fileFor(deps, submit, c.get('once'), of, c.req.valid('json'), locale)
        deps.live.received(answer.id)
        return c.json(answer, 201)
      },
    )
    .post(
      '/work/occasions/:id/papers',
      describe({
        tag: 'window',
        summary: 'Papers that were asked for, photographed here',
        answer: occasionView,
        write: true,
      }),
      byId,
      againViewed(deps),
      jsonBody(papersHere),
      async (c) => {
        const id = c.req.param('id')
        await papersFor(deps, c.get('once'), { officer: getOfficer(c), id }, c.req.valid('json'))
        return c.json(await viewOf(deps, c, id))
      },
    )
}
