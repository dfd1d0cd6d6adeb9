import { Hono } from 'hono'
import { trackingRequest, trackingView, type TrackingView } from '@yima/shared/claim/contract'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { nextStep } from './next-step.ts'
import { getByReceipt } from './receipt.ts'

/** Tracking by receipt: state, office, due dates and next step; no name, word, fact or programme. */
export function trackingRoutes(deps: Deps) {
  return new Hono<Env>().post(
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
      const visit = { date: row.visitDue, provisional: row.visitProvisional }
      const lines = row.claims.map((claim) => ({
        state: claim.state,
        due: claim.dueOn ? { date: claim.dueOn, provisional: claim.dueProvisional } : null,
        paused: claim.paused ? 'supplement' : null,
      }))
      const view: TrackingView = {
        receiptNumber: row.receiptNumber,
        kind: row.kind,
        state: row.state,
        submittedAt: row.submittedAt.toISOString(),
        office: row.office,
        visit,
        claims: lines,
        next: nextStep(row, visit, lines),
      }
      return c.json(view)
    },
  )
}
