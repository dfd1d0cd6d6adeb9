import type { MiddlewareHandler } from 'hono'
import { Problem } from '@yima/shared/problem'
import type { Config } from '../config.ts'
import type { Deps, Env } from './context.ts'
import { knowNetwork } from './network.ts'

/** A year: long enough that nobody's first visit of a month goes out unprotected. Our host alone. */
const onlyHttps = 'max-age=31536000'

/** Whether people reach us over https: then browsers are told never to try without. */
export const strictTransport = ({ publicUrl }: Config): string | undefined =>
  publicUrl.startsWith('https:') ? onlyHttps : undefined

/** Headers on every answer of the api. Pages have their own (page-headers.ts). */
export function apiHeaders({ config, log }: Pick<Deps, 'config' | 'log'>): MiddlewareHandler<Env> {
  const networkOf = knowNetwork(config, log)
  const https = strictTransport(config)
  return async (c, next) => {
    c.set('networkOf', networkOf)
    await next()
    // On the headers themselves: `c.header` would make the finished answer anew each time.
    const { headers } = c.res
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'no-referrer')
    headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    headers.set('cross-origin-resource-policy', 'same-origin')
    // What a route does not declare to be everybody's is somebody's: no phone and no proxy keeps it.
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    if (https) headers.set('strict-transport-security', https)
  }
}

const reads = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A write comes from our own pages: the browser's Origin must name this host. Without the header
 * (another program, with nobody's cookies) there is nothing to forge.
 */
export const ownOrigin =
  ({ publicUrl }: Config): MiddlewareHandler<Env> =>
  async (c, next) => {
    if (!reads.has(c.req.method)) {
      const origin = c.req.header('origin')
      const own =
        origin === undefined ||
        origin === new URL(publicUrl).origin ||
        hostOf(origin) === c.req.header('host')
      if (!own || c.req.header('sec-fetch-site') === 'cross-site') throw new Problem('foreign-origin')
    }
    await next()
  }

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host
  } catch {
    return undefined
  }
}
