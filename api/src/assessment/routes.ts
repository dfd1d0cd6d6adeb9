import { Hono } from 'hono'
import { assess } from '@yima/shared/assessment/assess'
import { assessmentRequest, assessmentResponse } from '@yima/shared/assessment/contract'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'
import { localeOf } from '../http/problem.ts'

/** The rules held against a household. Public, stores nothing. */
export function assessmentRoutes({ config, clock }: Deps) {
  const spend = budget(1200, config)
  return new Hono<Env>().post(
    '/assessments',
    describe({
      tag: 'assessment',
      summary: 'Verdicts of all programmes, with reasons and the next question',
      answer: assessmentResponse,
    }),
    jsonBody(assessmentRequest),
    async (c) => {
      await spend(c)
      c.header('cache-control', 'no-store')
      return c.json(assess(c.req.valid('json'), clock.today(), localeOf(c.req.header('accept-language'))))
    },
  )
}
