import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { decisionAnswer, decisionPreview, deskDecision, recheck } from '@yima/shared/decision/contract'
import { principalOf } from '../family/acting.ts'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getOfficer, getResident, officerOnly, residentOnly } from '../identity/session.ts'
import { ownDecision, recheckOwn } from './own.ts'
import { workDocument, workPreview } from './work.ts'

const byClaim = pathParam(v.object({ claimId: entityId }))
const byBoth = pathParam(v.object({ id: entityId, claimId: entityId }))
/** What it says was decided, why and how much: whoever may read the words may read this. */
const reading = ['see-words'] as const

/** What a claim comes to, the written decision, and asking the office to look once more. */
export function decisionRoutes(deps: Deps) {
  const again = once(deps.db, {
    again: async (c) => {
      const { onBehalfOf } = (await c.req.json()) as { onBehalfOf?: string }
      const who = await principalOf(c, deps, getResident(c), reading, onBehalfOf)
      return c.json(await ownDecision(deps, who, c.req.param('claimId') ?? ''))
    },
  })
  return new Hono<Env>()
    .use('/me/decisions/*', residentOnly(deps), async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .use('/work/applications/*', officerOnly(deps), async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .get(
      '/me/decisions/:claimId',
      describe({
        tag: 'decision',
        summary: 'The written decision on a claim of one’s own',
        answer: decisionAnswer,
      }),
      byClaim,
      async (c) => {
        const who = await principalOf(c, deps, getResident(c), reading)
        return c.json(await ownDecision(deps, who, c.req.param('claimId')))
      },
    )
    .post(
      '/me/decisions/:claimId/recheck',
      describe({
        tag: 'decision',
        summary: 'Ask once to look at a refusal again',
        answer: decisionAnswer,
        write: true,
      }),
      byClaim,
      again,
      jsonBody(recheck),
      async (c) => {
        const { onBehalfOf, reason } = c.req.valid('json')
        const who = await principalOf(c, deps, getResident(c), reading, onBehalfOf)
        return c.json(await recheckOwn(deps, c.get('once'), who, c.req.param('claimId'), reason))
      },
    )
    .get(
      '/work/applications/:id/claims/:claimId/preview',
      describe({
        tag: 'decision',
        summary: 'What a claim would come to if it were decided now',
        answer: decisionPreview,
      }),
      byBoth,
      async (c) => c.json(await workPreview(deps, getOfficer(c), c.req.param('id'), c.req.param('claimId'))),
    )
    .get(
      '/work/applications/:id/claims/:claimId/decision',
      describe({ tag: 'decision', summary: 'The written decision on a claim', answer: deskDecision }),
      byBoth,
      async (c) => c.json(await workDocument(deps, getOfficer(c), c.req.param('id'), c.req.param('claimId'))),
    )
}
