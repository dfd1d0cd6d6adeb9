import { Hono, type MiddlewareHandler } from 'hono'
import type { Deps, Env } from './http/context.ts'
import { strictTransport } from './http/borders.ts'
import { pageHeaders } from './http/page-headers.ts'
import { plainPath } from './http/path.ts'
import { problemAnswer } from './http/problem.ts'
import { watchRequests } from './http/watch.ts'
import { apiRoutes } from './routes.ts'
import type { Pages } from './static.ts'
import { inlineStyleHashes, servePages } from './static.ts'

/** Nothing of the demonstration is shown in real work, not even for the moment until a page knows better. */
const withoutDemo = (pages: Pages): Pages =>
  new Map([...pages].filter(([path]) => !path.startsWith('/demo/')))

/** The page says itself that it is not there; whoever only looks at the status hears it too. */
const notFoundPage: MiddlewareHandler<Env> = async (c, next) => {
  await next()
  c.res = new Response(c.res.body, { status: 404, headers: c.res.headers })
}

/** The whole of Yima behind one address: the api under `/api`, the pages everywhere else. */
export function createApp(deps: Deps, pages: Pages): Hono<Env> {
  const app = new Hono<Env>({ getPath: plainPath })
  app.use('*', watchRequests(deps))
  app.route('/api', apiRoutes(deps))
  app.use('*', pageHeaders(inlineStyleHashes(pages), strictTransport(deps.config)))
  if (!deps.config.demo) app.use('/demo/*', notFoundPage)
  app.use('*', servePages(deps.config.demo ? pages : withoutDemo(pages)))
  app.onError((error, c) => problemAnswer(error, c))
  return app
}
