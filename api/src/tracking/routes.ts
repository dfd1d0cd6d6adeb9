import { Hono } from 'hono'
import * as v from 'valibot'
import { trackingRequest, trackingView } from '@yima/shared/claim/contract'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getByReceipt } from './receipt.ts'
import { urgeByReceipt } from './urge.ts'
import { trackingOf } from './view.ts'

/** Tracking by receipt: state, office, due dates and next step; no name, word, fact or programme. */
export function trackingRoutes(deps: Deps) {
  return new Hono<Env>()
    .post(
      '/tracking',
      describe({
        tag: 'tracking',
        summary: 'Where an application stands, by receipt number and last four',
        answer: trackingView,
      }),
      jsonBody(trackingRequest),
      async (c) => {
        c.header('cache-control', 'no-store')
        const row = await getByReceipt(deps, c, c.req.valid('json'))
        return c.json(trackingOf(row, deps.clock.today()))
      },
    )
    .post(
      '/tracking/urging',
      describe({
        tag: 'tracking',
        summary: 'Urge what is late, once, by receipt number and last four',
        answer: trackingView,
        write: true,
      }),
      // What is answered is looked up anew: whoever repeats must know receipt and last four again.
      once(deps.db, {
        again: async (c) => {
          c.header('cache-control', 'no-store')
          const asked = v.parse(trackingRequest, await c.req.json())
          return c.json(trackingOf(await getByReceipt(deps, c, asked), deps.clock.today()))
        },
      }),
      jsonBody(trackingRequest),
      async (c) => {
        c.header('cache-control', 'no-store')
        const asked = c.req.valid('json')
        const { id } = await getByReceipt(deps, c, asked)
        await urgeByReceipt(deps, c.get('once'), id)
        return c.json(trackingOf(await getByReceipt(deps, c, asked), deps.clock.today()))
      },
    )
}
