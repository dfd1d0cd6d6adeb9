import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import * as v from 'valibot'
import { regionCode } from '@yima/shared/border'
import { noticeQuery, villageNotices as villageAnswer } from '@yima/shared/notice/contract'
import { pathParam, queryParams } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { villageNotices } from './village.ts'

/** For everybody, one village at a time, for no search engine. */
export function noticeRoutes(deps: Deps) {
  return new Hono<Env>().get(
    '/notices/:code',
    describe({ tag: 'notice', summary: 'What hangs on the board of a village', answer: villageAnswer }),
    pathParam(v.object({ code: regionCode })),
    queryParams(noticeQuery),
    async (c) => {
      const text = JSON.stringify(await villageNotices(deps, c.req.param('code'), c.req.valid('query')))
      const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
      const headers = {
        'cache-control': 'public, no-cache',
        'x-robots-tag': 'noindex, nofollow, noarchive',
        etag: tag,
      }
      if (c.req.header('if-none-match') === tag) return c.body(null, 304, headers)
      return c.body(text, 200, { ...headers, 'content-type': 'application/json' })
    },
  )
}
