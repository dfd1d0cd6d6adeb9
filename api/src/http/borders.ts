import type { MiddlewareHandler } from 'hono'
import { Problem } from '@yima/shared/problem'
import type { Config } from '../config.ts'
import type { Env } from './context.ts'

/** Headers on every answer of the api. Pages have their own (page-headers.ts). */
export const apiHeaders: MiddlewareHandler<Env> = async (c, next) => {
  await next()
  c.header('x-content-type-options', 'nosniff')
  c.header('referrer-policy', 'no-referrer')
  c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  c.header('cross-origin-resource-policy', 'same-origin')
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
