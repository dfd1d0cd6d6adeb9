import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import {
  acceptClaim as acceptBody,
  acknowledge,
  addClaim as addBody,
  agreement,
  askPapers,
  dropClaim as dropBody,
} from '@yima/shared/claim/contract'
import { processAct } from '@yima/shared/process/contract'
import {
  afterAct,
  listQuery,
  listSearch,
  workApplication as workApplicationView,
  workList as workListView,
} from '@yima/shared/work/contract'
import { jsonBody, pathParam, queryParams } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getOfficer, officerOnly } from '../identity/session.ts'
import { acknowledgeCall } from './acknowledge.ts'
import { acceptClaim, actOnClaim, addClaim, askForPapers, dropClaim, recordAgreement } from './acts.ts'
import { workAfter, workApplication } from './detail.ts'
import { workList } from './list.ts'

const byId = pathParam(v.object({ id: entityId }))
const byClaim = pathParam(v.object({ id: entityId, claimId: entityId }))
const read = (summary: string, answer: v.GenericSchema) => describe({ tag: 'work', summary, answer })
const write = (summary: string, answer: v.GenericSchema = workApplicationView) =>
  describe({ tag: 'work', summary, answer, write: true })

/** The desk of an office: its own requests, and nothing of any other. */
export function workRoutes(deps: Deps) {
  // A repeated act is answered by the request as it is now; the act itself is not done again.
  const act = once(deps.db, {
    again: async (c) => c.json(await workAfter(deps, getOfficer(c), c.req.param('id') ?? '')),
  })
  return new Hono<Env>()
    .use('/work/*', officerOnly(deps), async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .get(
      '/work/items',
      read('A page of the open requests of one’s office, urgent first, then by due date', workListView),
      queryParams(listQuery),
      async (c) => c.json(await workList(deps, getOfficer(c), c.req.valid('query'))),
    )
    .post(
      '/work/items/search',
      read('Those of them who are meant by a part of a name, a place or a receipt number', workListView),
      jsonBody(listSearch),
      async (c) => c.json(await workList(deps, getOfficer(c), c.req.valid('json'))),
    )
    .get(
      '/work/applications/:id',
      read('One request whole; the look is logged', workApplicationView),
      byId,
      async (c) => c.json(await workApplication(deps, getOfficer(c), c.req.param('id'))),
    )
    .post(
      '/work/applications/:id/acknowledgement',
      write('I have seen the urgent request', v.object({ acknowledgedAt: v.string() })),
      byId,
      once(deps.db),
      jsonBody(acknowledge),
      async (c) => c.json(await acknowledgeCall(deps, c.get('once'), getOfficer(c), c.req.param('id'))),
    )
    .post(
      '/work/applications/:id/agreement',
      write('The person spoken for agrees'),
      byId,
      act,
      jsonBody(agreement),
      async (c) =>
        c.json(
          await recordAgreement(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json')),
        ),
    )
    .post(
      '/work/applications/:id/claims',
      write('Add a programme, with a reason'),
      byId,
      act,
      jsonBody(addBody),
      async (c) => {
        const { programme, reason } = c.req.valid('json')
        return c.json(
          await addClaim(deps, c.get('once'), getOfficer(c), c.req.param('id'), programme, reason),
        )
      },
    )
    .post(
      '/work/applications/:id/claims/:claimId/acceptance',
      write('Accept a claim'),
      byClaim,
      act,
      jsonBody(acceptBody),
      async (c) =>
        c.json(
          await acceptClaim(
            deps,
            c.get('once'),
            getOfficer(c),
            c.req.param('id'),
            c.req.param('claimId'),
            c.req.valid('json').version,
          ),
        ),
    )
    .post(
      '/work/applications/:id/claims/:claimId/drop',
      write('Not accept a claim, with a reason'),
      byClaim,
      act,
      jsonBody(dropBody),
      async (c) =>
        c.json(
          await dropClaim(
            deps,
            c.get('once'),
            getOfficer(c),
            c.req.param('id'),
            c.req.param('claimId'),
            c.req.valid('json').reason,
            c.req.valid('json').version,
          ),
        ),
    )
    .post(
      '/work/applications/:id/claims/:claimId/process',
      write('One act on an accepted claim: its steps, its clock, its decision', afterAct),
      byClaim,
      act,
      jsonBody(processAct),
      async (c) => {
        const { id, claimId } = c.req.param()
        return c.json(await actOnClaim(deps, c.get('once'), getOfficer(c), id, claimId, c.req.valid('json')))
      },
    )
    .post(
      '/work/applications/:id/claims/:claimId/papers',
      write('Ask once for the complete list of papers'),
      byClaim,
      act,
      jsonBody(askPapers),
      async (c) =>
        c.json(
          await askForPapers(
            deps,
            c.get('once'),
            getOfficer(c),
            c.req.param('id'),
            c.req.param('claimId'),
            c.req.valid('json'),
          ),
        ),
    )
}
