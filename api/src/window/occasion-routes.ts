import { Hono } from 'hono'
import * as v from 'valibot'
import {
  agreeFaceToFace,
  askScopes,
  occasionView,
  proveHere as proofBody,
} from '@yima/shared/window/contract'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { networkOf } from '../http/network.ts'
import { remember } from '../http/once.ts'
import { countingPapers } from '../identity/counting-papers.ts'
import { getOfficer } from '../identity/session.ts'
import { requireWork } from '../work/reach.ts'
import { proveHere } from './occasion.ts'
import { act, againViewed, byId, viewOf } from './staff.ts'

const write = (summary: string) => describe({ tag: 'window', summary, answer: occasionView, write: true })

/** One occasion: asking to see more, a yes said aloud, a proof, the end. */
export function occasionRoutes(deps: Deps) {
  const again = againViewed(deps)
  return new Hono<Env>()
    .get(
      '/work/occasions/:id',
      describe({ tag: 'window', summary: 'One occasion, with what was given', answer: occasionView }),
      byId,
      async (c) => c.json(await viewOf(deps, c, c.req.param('id'))),
    )
    .post(
      '/work/occasions/:id/ask',
      write('Ask the person to be shown more'),
      byId,
      again,
      jsonBody(askScopes),
      async (c) => c.json(await act(deps, c, c.req.param('id'), { type: 'ask', ...c.req.valid('json') })),
    )
    .post(
      '/work/occasions/:id/agreement',
      write('The person said yes face to face'),
      byId,
      again,
      jsonBody(agreeFaceToFace),
      async (c) => {
        const { scopes, reason, witness } = c.req.valid('json')
        const what = { type: 'agree-face-to-face', scopes, reason, ...(witness ? { witness } : {}) } as const
        return c.json(await act(deps, c, c.req.param('id'), what))
      },
    )
    .post(
      '/work/occasions/:id/proof',
      write('The person was seen with the document'),
      byId,
      again,
      jsonBody(proofBody),
      async (c) => {
        const officer = getOfficer(c)
        requireWork(officer, 'prove-identity')
        const id = c.req.param('id')
        const work = async (tx: Transaction) => {
          await proveHere(tx, deps, id, officer, c.req.valid('json'))
          await remember(tx, c.get('once'), deps.clock.now(), 200, { occasionId: id })
        }
        // Two officers who prove one person at once end one another's visits.
        const reader = { officer, network: networkOf(c) }
        await countingPapers(deps, reader, 'prove', () => inTransaction(deps.db, work, { retries: 2 }))
        return c.json(await viewOf(deps, c, id))
      },
    )
    .post(
      '/work/occasions/:id/close',
      write('The occasion is over'),
      byId,
      again,
      jsonBody(v.strictObject({})),
      async (c) => c.json(await act(deps, c, c.req.param('id'), { type: 'close' })),
    )
}
