import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import type { Deps, Env } from './http/context.ts'
import { productVersion } from './places.ts'

/** Whether Yima can answer: asks the database, because without it nothing is kept. */
export function healthRoutes({ db, config }: Deps) {
  return new Hono<Env>().get('/health', describeRoute({ tags: ['health'], summary: 'Whether Yima can answer' }), async (c) => {
    c.header('cache-control', 'no-store')
    const state = { database: config.database.kind, version: productVersion }
    try {
      await db.execute(sql`SELECT 1`)
    } catch {
      return c.json({ status: 'database-away', ...state }, 503)
    }
    return c.json({ status: 'ok', ...state })
  })
}
