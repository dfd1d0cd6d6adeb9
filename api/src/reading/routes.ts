import { Hono } from 'hono'
import { readingRequest, readingResponse } from '@yima/shared/reading/contract'
import { readWords } from '@yima/shared/reading/read-words'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'

/** The reading of a resident's own words. Public, stores nothing, logs nothing of it. */
export function readingRoutes({ config }: Deps) {
  // Our own pages read on the phone: this serves others, and at 10 ms each it must not fill a core.
  const spend = budget(300, config)
  return new Hono<Env>().post(
    '/readings',
    describe({
      tag: 'reading',
      summary: 'What somebody’s own words say, and which programmes they suggest',
      answer: readingResponse,
    }),
    jsonBody(readingRequest),
    async (c) => {
      await spend(c)
      c.header('cache-control', 'no-store')
      return c.json(readWords(c.req.valid('json').text))
    },
  )
}
