import { Hono, type Context } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { fileQuery } from '@yima/shared/household/contract'
import { pathParam, queryParams } from '../../http/body.ts'
import type { Deps, Env } from '../../http/context.ts'
import { describe } from '../../http/describe.ts'
import { budget } from '../../http/network.ts'
import { localeOf } from '../../http/problem.ts'
import { getOfficer, getResident, residentOnly } from '../../identity/session.ts'
import type { Contents } from './contents.ts'
import { officeFile, ownFile } from './take.ts'
import { zipOf } from './zip.ts'

const byId = pathParam(v.object({ id: entityId }))

/** The name on the disk of whoever takes it says nothing of anybody. */
function answer(c: Context<Env>, deps: Deps, contents: Contents): Response {
  return c.body(zipOf(deps, contents, localeOf(c.req.header('accept-language'))), 200, {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="yima-${contents.request.row.id}.zip"`,
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  })
}

/** The complete file of a request as a ZIP with index and hashes, for its desk and for its owner. */
export function caseFileRoutes(deps: Deps) {
  // Each opens every picture of a request: nobody needs it often.
  const spend = budget(60, deps.config)
  return new Hono<Env>()
    .get(
      '/work/applications/:id/file',
      describe({
        tag: 'household',
        summary: 'The file of a request as a ZIP, for a purpose; the look is logged',
      }),
      byId,
      queryParams(fileQuery),
      async (c) => {
        await spend(c)
        return answer(
          c,
          deps,
          await officeFile(deps, getOfficer(c), c.req.param('id'), c.req.valid('query').purpose),
        )
      },
    )
    .get(
      '/me/applications/:id/file',
      describe({ tag: 'household', summary: 'The own part of the file of one’s application as a ZIP' }),
      byId,
      residentOnly(deps),
      async (c) => {
        await spend(c)
        return answer(c, deps, await ownFile(deps, getResident(c), c.req.param('id')))
      },
    )
}
