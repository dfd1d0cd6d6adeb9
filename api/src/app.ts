import type { Deps, Env } from './http/context.ts'
import { pageHeaders } from './http/page-headers.ts'
import { productVersion } from './places.ts'
import type { Pages } from './static.ts'
import { inlineStyleHashes, servePages } from './static.ts'
import { Hono } from 'hono'

/** The whole of Yima behind one address: the api under `/api`, the pages everywhere else. */
export function createApp(deps: Deps, pages: Pages): Hono<Env> {
  const app = new Hono<Env>()
  app.use(pageHeaders(inlineStyleHashes(pages)))
  app.get('/api/health', async (c) => {
    await deps.db.execute('SELECT 1')
    return c.json({ status: 'ok', database: deps.config.database.kind, version: productVersion })
  })
  app.all('/api/*', (c) => c.notFound())
  app.use(servePages(pages))
  return app
}
