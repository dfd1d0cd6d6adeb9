import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { regionCode, text } from '@yima/shared/border'
import { readWords } from '@yima/shared/reading/read-words'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { budget } from '../http/network.ts'

const readingRequest = v.object({ text: text(2000), regionCode: v.optional(regionCode) })

/** The reading of a resident's own words. Public, stores nothing, logs nothing of it. */
export function readingRoutes({ config }: Deps) {
  const spend = budget(60, config.withoutBudgets)
  return new Hono<Env>().post(
    '/readings',
    describeRoute({ tags: ['reading'], summary: 'What somebody’s own words say, and which programmes they suggest' }),
    jsonBody(readingRequest),
    async (c) => {
      await spend(c)
      c.header('cache-control', 'no-store')
      return c.json(readWords(c.req.valid('json').text))
    },
  )
}
