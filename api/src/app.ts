import { Hono } from 'hono'
import type { Deps, Env } from './http/context.ts'
import { pageHeaders } from './http/page-headers.ts'
import { problemAnswer } from './http/problem.ts'
import { apiRoutes } from './routes.ts'
import type { Pages } from './static.ts'
import { inlineStyleHashes, servePages } from './static.ts'

/** The whole of Yima behind one address: the api under `/api`, the pages everywhere else. */
export function createApp(deps: Deps, pages: Pages): Hono<Env> {
  const app = new Hono<Env>()
  app.route('/api', apiRoutes(deps))
  app.use('*', pageHeaders(inlineStyleHashes(pages)), servePages(pages))
  app.onError((error, c) => problemAnswer(error, c))
  return app
}
