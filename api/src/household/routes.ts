import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import {
  clearance,
  householdView as householdAnswer,
  merging,
  unmerging,
} from '@yima/shared/household/contract'
import { workApplication as workApplicationView } from '@yima/shared/work/contract'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getOfficer } from '../identity/session.ts'
import { clearAid } from '../work/acts.ts'
import { workApplication } from '../work/detail.ts'
import { mergeInto, unmerge } from './merge.ts'
import { householdView } from './view.ts'

const byId = pathParam(v.object({ id: entityId }))
const byClaim = pathParam(v.object({ id: entityId, claimId: entityId }))
const write = (summary: string) =>
  describe({ tag: 'household', summary, answer: workApplicationView, write: true })

/** The household behind a request, its aid over time, and two requests that are one need. Stands behind `workRoutes`, which asks for the session. */
export function householdRoutes(deps: Deps) {
  const act = once(deps.db, {
    again: async (c) => c.json(await workApplication(deps, getOfficer(c), c.req.param('id') ?? '')),
  })
  return new Hono<Env>()
    .get(
      '/work/households/:id',
      describe({
        tag: 'household',
        summary: 'The household that a request is about; the look is logged',
        answer: householdAnswer,
      }),
      byId,
      async (c) => c.json(await householdView(deps, getOfficer(c), c.req.param('id'))),
    )
    .post(
      '/work/applications/:id/claims/:claimId/clearance',
      write('Why a claim may be confirmed beside another that the family has'),
      byClaim,
      act,
      jsonBody(clearance),
      async (c) => {
        const { id, claimId } = c.req.param()
        return c.json(await clearAid(deps, c.get('once'), getOfficer(c), id, claimId, c.req.valid('json')))
      },
    )
    .post(
      '/work/applications/:id/merging',
      write('Two requests of one person are one need: it goes on in the other'),
      byId,
      act,
      jsonBody(merging),
      async (c) => {
        const id = c.req.param('id')
        await mergeInto(deps, c.get('once'), getOfficer(c), id, c.req.valid('json'))
        return c.json(await workApplication(deps, getOfficer(c), id))
      },
    )
    .post(
      '/work/applications/:id/unmerging',
      write('Take a merging back'),
      byId,
      act,
      jsonBody(unmerging),
      async (c) => {
        const id = c.req.param('id')
        await unmerge(deps, c.get('once'), getOfficer(c), id, c.req.valid('json').reason)
        return c.json(await workApplication(deps, getOfficer(c), id))
      },
    )
}
