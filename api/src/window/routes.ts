import { Hono, type MiddlewareHandler } from 'hono'
import type { Deps, Env } from '../http/context.ts'
import { officerOnly, residentOnly } from '../identity/session.ts'
import { askedRoutes } from './asked-routes.ts'
import { fileForRoutes } from './file-routes.ts'
import { occasionRoutes } from './occasion-routes.ts'
import { scanRoutes } from './scan-routes.ts'
import { atWindow } from './staff.ts'

const noStore: MiddlewareHandler<Env> = async (c, next) => {
  c.header('cache-control', 'no-store')
  await next()
}

/** Scanning somebody's code at a window or door, and what may be seen and done on that occasion. */
export function windowRoutes(deps: Deps) {
  const window = new Hono<Env>()
  for (const path of ['/work/scans', '/work/occasions', '/work/occasions/*'])
    window.use(path, officerOnly(deps), atWindow)
  for (const path of ['/me/occasions', '/me/occasions/*']) window.use(path, residentOnly(deps), noStore)
  for (const routes of [scanRoutes, occasionRoutes, fileForRoutes, askedRoutes])
    window.route('/', routes(deps))
  return window
}
