import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Deps, Env } from './context.ts'
import { Room } from './room.ts'

/**
 * Requests of which neither log nor metrics say anything: that somebody reported something must not
 * be readable from how often a route was asked.
 */
const untold = /^\/api\/(complaints|reports|oversight\/(complaints|recoveries|keys\/unopened))\b/

/** The route as it was registered, never the address with its ids; what has none of its own is a page. */
function patternOf(c: Context): string {
  const own = [...matchedRoutes(c)]
    .reverse()
    .find(({ method, path }) => method !== 'ALL' && !path.endsWith('*'))
  if (own) return own.path
  return c.req.path.startsWith('/api/') ? '/api/*' : '/*'
}

/** Twelve digits that a person can read out on the telephone. */
const newRequestId = (): string => crypto.randomUUID().slice(0, 13)

/**
 * Gives every request its number, and tells log and metrics what became of it: method, route,
 * status and milliseconds; of an unexpected error where it happened. Nothing of what was sent.
 */
export function watchRequests({ log, metrics }: Pick<Deps, 'log' | 'metrics'>): MiddlewareHandler<Env> {
  const room = new Room()
  return async (c, next) => {
    const request = newRequestId()
    c.set('requestId', request)
    c.set('room', room)
    const begun = performance.now()
    await next()
    c.res.headers.set('x-request-id', request)
    const { method } = c.req
    const { status } = c.res
    if (c.error) room.failed(c.error)
    else if (status === 201) room.kept()
    const route = patternOf(c)
    if (untold.test(route)) return
    const ms = performance.now() - begun
    metrics?.answered({ method, route, status }, ms / 1000)
    const facts = { request, method, route, status, ms: Math.round(ms * 10) / 10 }
    const fault = c.error ? { ...facts, err: c.error } : facts
    if (status === 503) log.warn(fault, `${method} ${route} has to wait`)
    else if (status >= 500) log.error(fault, `${method} ${route} failed`)
    else if (route === '/api/health') log.debug(facts, 'health')
    else log.info(facts, 'answered')
  }
}
