import { Hono, type Context } from 'hono'
import { describeRoute } from 'hono-openapi'
import { trackingRequest } from '@yima/shared/claim/contract'
import { Problem } from '@yima/shared/problem'
import { ownApplicationIds } from '../application/own.ts'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { networkOf } from '../http/network.ts'
import { residentStanding, standingOf } from '../identity/living.ts'
import { findSessionHash, getOfficer, getResident, officerOnly, residentOnly } from '../identity/session.ts'
import { ownPersonIds } from '../notification/inbox.ts'
import { getByReceipt } from '../tracking/receipt.ts'
import { officesFor, requireWork, villagesFor } from '../work/reach.ts'
import { topic } from './changed.ts'
import type { Watch } from './live.ts'

/** How a stream stands in the OpenAPI document: it goes on until one of both sides leaves. */
const stream = (summary: string) =>
  describeRoute({
    tags: ['live'],
    summary,
    responses: {
      200: { description: 'Server-sent events without content', content: { 'text/event-stream': {} } },
      429: { description: 'Too many pages wait already: ask now and then instead' },
    },
  })

/** Nobody on the way may keep, gather or compress what must arrive at once. */
const headers = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
}

function sessionOf(c: Context<Env>, kind: 'resident' | 'officer', standing: string) {
  const hash = findSessionHash(c, kind)?.toString('hex')
  if (hash === undefined) throw new Problem('sign-in-needed')
  return { holder: hash, session: { hash, standing } }
}

/** Streams that say only “look again”; what changed is asked of the normal routes, by their rules. */
export function liveRoutes(deps: Deps) {
  const { live, config } = deps
  const open = async (c: Context<Env>, watch: Omit<Watch, 'network'>): Promise<Response> => {
    const network = config.withoutBudgets ? undefined : networkOf(c)
    return c.body(await live.open({ ...watch, network }), 200, headers)
  }
  return new Hono<Env>()
    .get('/me/live', stream('Something changed in one’s own applications'), residentOnly(deps), async (c) => {
      const [ids, persons] = await Promise.all([
        ownApplicationIds(deps, getResident(c)),
        ownPersonIds(deps, getResident(c)),
      ])
      const topics = [...ids.map(topic.application), ...persons.map(topic.person)]
      return open(c, { ...sessionOf(c, 'resident', residentStanding), topics })
    })
    .post(
      '/tracking/live',
      stream('Something changed in the application of a receipt number'),
      jsonBody(trackingRequest),
      async (c) => {
        const { id } = await getByReceipt(deps, c, c.req.valid('json'))
        return open(c, { holder: id, topics: [topic.application(id)] })
      },
    )
    .get('/work/live', stream('Something changed on one’s own desk'), officerOnly(deps), async (c) => {
      const officer = getOfficer(c)
      requireWork(officer, 'list-visits')
      // The roster calls an office: whoever only answers calls hears of them there.
      const desks = (['list-applications', 'acknowledge-call', 'handle-claim'] as const).flatMap((action) =>
        officesFor(officer, action),
      )
      const topics = [
        ...[...new Set(desks)].map(topic.unit),
        ...villagesFor(officer, 'list-visits').map(topic.village),
      ]
      return open(c, { ...sessionOf(c, 'officer', standingOf(officer)), topics })
    })
}
