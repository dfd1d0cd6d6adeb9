import type { MiddlewareHandler } from 'hono'
import { answerMark, markFor } from '@yima/shared/answer-mark'
import { Problem } from '@yima/shared/problem'
import { isLoopback, type Config } from '../config.ts'
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
    headers.set(answerMark, markFor(c.req.header('idempotency-key')))
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
 * Whether a request names this place: the address that people know, or this machine under any port (a
 * developer's pages come from another one). Any other name leads here only because somebody points his own
 * at us (DNS rebinding), to read with his pages what is open on this machine.
 */
export function isOwnHost({ publicUrl }: Config, host: string | undefined): boolean {
  const named = urlOf(`http://${host ?? ''}`)
  if (!named) return false
  return host === new URL(publicUrl).host || isLoopback(named.hostname.replace(/^\[|\]$/g, ''))
}

/**
 * A write comes from our own pages: the browser's Origin must be our address, or this machine's own as
 * the Host says it. Without the header (another program, with nobody's cookies) there is nothing to forge.
 */
export const ownOrigin =
  (config: Config): MiddlewareHandler<Env> =>
  async (c, next) => {
    if (!reads.has(c.req.method)) {
      const origin = c.req.header('origin')
      const host = c.req.header('host')
      const own =
        origin === undefined ||
        origin === new URL(config.publicUrl).origin ||
        (urlOf(origin)?.host === host && isOwnHost(config, host))
      if (!own || c.req.header('sec-fetch-site') === 'cross-site') throw new Problem('foreign-origin')
    }
    await next()
  }

function urlOf(address: string): URL | undefined {
  try {
    return new URL(address)
  } catch {
    return undefined
  }
}
