import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { ownTrail, rootsPage, rootsQuery } from '@yima/shared/trail/contract'
import { pathParam, queryParams } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'
import { getResident, residentOnly } from '../identity/session.ts'
import { ownTrailOf } from './own.ts'
import { listRoots, publicRoot } from './root.ts'
import { trailKeyOf } from './sign.ts'

const most = 30

/** What everybody may hold the trail against, and one's own record to hold. */
export function trailRoutes(deps: Deps) {
  // A path is reckoned from all events of its days where they do not lie in memory: nobody needs it often.
  const spend = budget(120, deps.config)
  return new Hono<Env>()
    .get(
      '/trail/roots',
      describe({ tag: 'trail', summary: 'The signed ends of the days, newest first', answer: rootsPage }),
      queryParams(rootsQuery),
      async (c) => {
        const { before } = c.req.valid('query')
        const rows = await listRoots(deps.db, deps.config.countyCode, {
          most: most + 1,
          ...(before === undefined ? {} : { before }),
        })
        return c.json({
          keys: [trailKeyOf(deps)],
          roots: rows.slice(0, most).map(publicRoot),
          more: rows.length > most,
        })
      },
    )
    .get(
      '/me/applications/:id/trail',
      describe({ tag: 'trail', summary: 'One’s own record as the chain sees it', answer: ownTrail }),
      pathParam(v.object({ id: entityId })),
      residentOnly(deps),
      async (c) => {
        await spend(c)
        c.header('cache-control', 'no-store')
        return c.json(await ownTrailOf(deps, getResident(c), c.req.param('id')))
      },
    )
}
