import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId, regionCode } from '@yima/shared/border'
import { fundBody, handingBody, ledger, paymentBody, paymentView, reserveFunds as fundsView, settlingBody } from '@yima/shared/reserve/contract'
import { done } from '@yima/shared/work/contract'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getOfficer, officerOnly } from '../identity/session.ts'
import { handOver } from './hand-over.ts'
import { ledgerOf, reserveFunds } from './ledger.ts'
import { proposeForFund, proposePayment } from './propose.ts'
import { settleProposal } from './settle.ts'
import { paymentFor } from './show.ts'

const byId = pathParam(v.object({ id: entityId }))
const byClaim = pathParam(v.object({ id: entityId, claimId: entityId }))
const byTown = pathParam(v.object({ code: regionCode }))
const read = (summary: string, answer: v.GenericSchema) => describe({ tag: 'reserve', summary, answer })
const writes = (summary: string, status?: 201) => describe({ tag: 'reserve', summary, answer: done, write: true, ...(status ? { status } : {}) })

/** Each township’s fund for emergencies: its ledger, what waits for a second pair of hands, and money that comes before the papers. */
export function reserveRoutes(deps: Deps) {
  return new Hono<Env>()
    .use('/work/*', officerOnly(deps), async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .get('/work/reserve', read('Every fund of the own place', fundsView), async (c) => c.json(await reserveFunds(deps, getOfficer(c))))
    .get('/work/reserve/:code', read('The ledger of one township', ledger), byTown, async (c) =>
      c.json(await ledgerOf(deps, getOfficer(c), c.req.param('code'))),
    )
    .post(
      '/work/reserve/:code/proposals',
      writes('Propose to put money in, or the opposite of a line', 201),
      byTown,
      once(deps.db),
      jsonBody(fundBody),
      async (c) => {
        await proposeForFund(deps, c.get('once'), { town: c.req.param('code'), officer: getOfficer(c), body: c.req.valid('json') })
        return c.json({ done: true }, 201)
      },
    )
    .post(
      '/work/payments/:id/settling',
      writes('Confirm or decline what somebody else proposed for a fund'),
      byId,
      once(deps.db),
      jsonBody(settlingBody),
      async (c) => {
        await settleProposal(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))
        return c.json({ done: true })
      },
    )
    .get('/work/payments/:id', read('One payment with whom it is for; the look is logged', paymentView), byId, async (c) =>
      c.json(await paymentFor(deps, getOfficer(c), c.req.param('id'))),
    )
    .post(
      '/work/payments/:id/handing',
      writes('That the money came into somebody’s hands, with what shows it'),
      byId,
      once(deps.db),
      jsonBody(handingBody),
      async (c) => {
        await handOver(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))
        return c.json({ done: true })
      },
    )
    .post(
      '/work/applications/:id/claims/:claimId/payments',
      writes('Propose money that comes before the papers'),
      byClaim,
      once(deps.db),
      jsonBody(paymentBody),
      async (c) => {
        const { id, claimId } = c.req.param()
        await proposePayment(deps, c.get('once'), getOfficer(c), id, claimId, c.req.valid('json'))
        return c.json({ done: true })
      },
    )
}
