import { Hono } from 'hono'
import { openAPIRouteHandler } from 'hono-openapi'
import { Problem } from '@yima/shared/problem'
import { applicationRoutes } from './application/routes.ts'
import { assistRoutes } from './assist/routes.ts'
import { assessmentRoutes } from './assessment/routes.ts'
import { complaintDeskRoutes } from './complaint/desk-routes.ts'
import { keyRoutes } from './complaint/key-routes.ts'
import { complaintRoutes } from './complaint/routes.ts'
import { codeRoutes } from './code/routes.ts'
import { lossRoutes } from './code/loss-routes.ts'
import { codeWorkRoutes } from './code/work-routes.ts'
import { decisionRoutes } from './decision/routes.ts'
import { consentRoutes } from './consent/routes.ts'
import { demoRoutes } from './demo/routes.ts'
import { factRoutes } from './fact/routes.ts'
import { familyRoutes } from './family/routes.ts'
import { familyWorkRoutes } from './family/work-routes.ts'
import { pictureRoutes } from './file/read.ts'
import { fileRoutes } from './file/routes.ts'
import { healthRoutes } from './health.ts'
import { caseFileRoutes } from './household/file/routes.ts'
import { householdRoutes } from './household/routes.ts'
import { apiHeaders, ownOrigin } from './http/borders.ts'
import type { Deps, Env } from './http/context.ts'
import { deviceRoutes } from './identity/device-routes.ts'
import { invitationRoutes } from './identity/invitation-routes.ts'
import { oidcRoutes } from './identity/oidc-routes.ts'
import { passkeyRoutes } from './identity/passkey-routes.ts'
import { identityRoutes } from './identity/routes.ts'
import { liveRoutes } from './live/routes.ts'
import { noticeRoutes, noticeWorkRoutes } from './notice/routes.ts'
import { notificationRoutes } from './notification/routes.ts'
import { meRoutes, oversightRoutes } from './me/routes.ts'
import { organisationRoutes } from './organisation/routes.ts'
import { proofRoutes } from './proof/routes.ts'
import { readingRoutes } from './reading/routes.ts'
import { regionRoutes } from './region/routes.ts'
import { trailRoutes } from './trail/routes.ts'
import { objectionRoutes } from './objection/routes.ts'
import { renovationRoutes } from './renovation/routes.ts'
import { reserveRoutes } from './reserve/routes.ts'
import { outreachRoutes } from './outreach/routes.ts'
import { spotCheckOpenRoutes, spotCheckRoutes } from './spot-check/routes.ts'
import { figuresWorkRoutes, statisticsRoutes } from './statistics/routes.ts'
import { trackingRoutes } from './tracking/routes.ts'
import { productVersion } from './places.ts'
import { verificationRoutes } from './verification/routes.ts'
import { appraisalRoutes } from './appraisal/routes.ts'
import { visitRoutes } from './visit/routes.ts'
import { windowRoutes } from './window/routes.ts'
import { workRoutes } from './work/routes.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Nothing answers here with this method: whether something does with another one. */
function refusalOf(api: Hono<Env>, path: string): Problem {
  const isRoute = (method: string) =>
    api.router.match(method, path)[0].some(([[, route]]) => route.method === method)
  const allowed = methods.filter(isRoute)
  return allowed.length === 0 ? new Problem('not-found') : new Problem('method-not-allowed', [], { allowed })
}

/**
 * Every route of the api, under `/api`. Errors become answers in app.ts: a place of its own here would wrap each of
 * a dozen handlers of every request once more.
 */
export function apiRoutes(deps: Deps): Hono<Env> {
  const api = new Hono<Env>()
  api.use('*', apiHeaders(deps), ownOrigin(deps.config))
  const capabilities = [
    proofRoutes,
    healthRoutes,
    regionRoutes,
    readingRoutes,
    assessmentRoutes,
    identityRoutes,
    oidcRoutes,
    passkeyRoutes,
    invitationRoutes,
    deviceRoutes,
    fileRoutes,
    pictureRoutes,
    liveRoutes,
    noticeRoutes,
    statisticsRoutes,
    spotCheckOpenRoutes,
    notificationRoutes,
    applicationRoutes,
    meRoutes,
    oversightRoutes,
    figuresWorkRoutes,
    keyRoutes,
    complaintDeskRoutes,
    spotCheckRoutes,
    familyRoutes,
    trackingRoutes,
    objectionRoutes,
    outreachRoutes,
    complaintRoutes,
    trailRoutes,
    codeRoutes,
    codeWorkRoutes,
    lossRoutes,
    windowRoutes,
    assistRoutes,
    workRoutes,
    noticeWorkRoutes,
    factRoutes,
    visitRoutes,
    renovationRoutes,
    reserveRoutes,
    appraisalRoutes,
    decisionRoutes,
    verificationRoutes,
    householdRoutes,
    caseFileRoutes,
    familyWorkRoutes,
    consentRoutes,
    organisationRoutes,
    demoRoutes,
  ]
  for (const routes of capabilities) api.route('/', routes(deps))
  api.get(
    '/openapi.json',
    openAPIRouteHandler(api, {
      documentation: { info: { title: 'Yima', version: productVersion }, servers: [{ url: '/api' }] },
    }),
  )
  api.all('*', (c) => {
    throw refusalOf(api, c.req.path.replace(/^\/api/, ''))
  })
  return api
}
