import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Deps, Env } from './http/context.ts'
import { describe } from './http/describe.ts'
import { productVersion } from './places.ts'

/** Whether Yima can answer: asks the database, because without it nothing is kept. */
export function healthRoutes({ db, config }: Deps) {
  return new Hono<Env>().get(
    '/health',
    describe({
      tag: 'health',
      summary: 'Whether Yima can answer',
      answer: v.object({ status: v.string(), database: v.string(), version: v.string() }),
    }),
    async (c) => {
      c.header('cache-control', 'no-store')
      const state = { database: config.database.kind, version: productVersion }
      try {
        await db.execute(sql`SELECT 1`)
      } catch {
        return c.json({ status: 'database-away', ...state }, 503)
      }
      return c.json({ status: 'ok', ...state })
    },
  )
}
