import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { acceptClaim as acceptBody, acknowledge, addClaim as addBody, agreement, askPapers, dropClaim as dropBody } from '@yima/shared/claim/contract'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { once } from '../http/once.ts'
import { getOfficer, officerOnly } from '../identity/session.ts'
import { acceptClaim, acknowledgeCall, addClaim, askForPapers, dropClaim, recordAgreement } from './acts.ts'
import { workApplication } from './detail.ts'
import { workList } from './list.ts'

const byId = pathParam(v.object({ id: entityId }))
const byClaim = pathParam(v.object({ id: entityId, claimId: entityId }))
const about = (summary: string) => describeRoute({ tags: ['work'], summary })

/** The desk of an office: its own requests, and nothing of any other. */
export function workRoutes(deps: Deps) {
  const { db } = deps
  return new Hono<Env>()
    .use('/work/*', officerOnly(deps), async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .get('/work/items', about('The open requests of one’s office, urgent first, then by due date'), async (c) =>
      c.json(await workList(deps, getOfficer(c))))
    .get('/work/applications/:id', about('One request whole; the look is logged'), byId, async (c) =>
      c.json(await workApplication(deps, getOfficer(c), c.req.param('id'))))
    .post('/work/applications/:id/acknowledgement', about('I have seen the urgent request'), byId, once(db), jsonBody(acknowledge), async (c) =>
      c.json(await acknowledgeCall(deps, c.get('once'), getOfficer(c), c.req.param('id'))))
    .post('/work/applications/:id/agreement', about('The person spoken for agrees'), byId, once(db), jsonBody(agreement), async (c) =>
      c.json(await recordAgreement(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))))
    .post('/work/applications/:id/claims', about('Add a programme, with a reason'), byId, once(db), jsonBody(addBody), async (c) => {
      const { programme, reason } = c.req.valid('json')
      return c.json(await addClaim(deps, c.get('once'), getOfficer(c), c.req.param('id'), programme, reason))
    })
    .post('/work/applications/:id/claims/:claimId/acceptance', about('Accept a claim'), byClaim, once(db), jsonBody(acceptBody), async (c) =>
      c.json(await acceptClaim(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.param('claimId'))))
    .post('/work/applications/:id/claims/:claimId/drop', about('Not accept a claim, with a reason'), byClaim, once(db), jsonBody(dropBody), async (c) =>
      c.json(await dropClaim(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.param('claimId'), c.req.valid('json').reason)))
    .post('/work/applications/:id/claims/:claimId/papers', about('Ask once for the complete list of papers'), byClaim, once(db), jsonBody(askPapers), async (c) =>
      c.json(await askForPapers(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.param('claimId'), c.req.valid('json'))))
}
