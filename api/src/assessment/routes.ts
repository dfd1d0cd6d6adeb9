import { Hono } from 'hono'
import { assess } from '@yima/shared/assessment/assess'
import { assessmentRequest, assessmentResponse } from '@yima/shared/assessment/contract'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'
import { localeOf } from '../http/problem.ts'

/** Work and answer grow with every pair of members; a family of up to five is one point. */
const pointsOf = (members: number): number => Math.max(1, Math.ceil(members ** 2 / 25))

/** The rules held against a household. Public, stores nothing. */
export function assessmentRoutes({ config, clock }: Deps) {
  const spend = budget(120, config)
  return new Hono<Env>().post(
    '/assessments',
    describe({
      tag: 'assessment',
      summary: 'Verdicts of all programmes, with reasons and the next question',
      answer: assessmentResponse,
    }),
    jsonBody(assessmentRequest),
    async (c) => {
      const asked = c.req.valid('json')
      await spend(c, pointsOf(asked.members.length))
      c.header('cache-control', 'no-store')
      return c.json(assess(asked, clock.today(), localeOf(c.req.header('accept-language'))))
    },
  )
}
