import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { Problem } from '@yima/shared/problem'
import type { Env } from './context.ts'

/** The caller's network address, for budgets only; never stored in clear. */
export function networkOf(c: Context<Env>): string {
  try {
    return getConnInfo(c).remote.address ?? 'unknown'
  } catch {
    // Without a socket (a test calling the app directly) there is one network.
    return 'unknown'
  }
}

/** An in-process budget: so many points a minute per network. `off` only where tests measure. */
export function budget(perMinute: number, off = false): (c: Context<Env>) => Promise<void> {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 })
  return async (c) => {
    if (off) return
    try {
      await limiter.consume(networkOf(c))
    } catch (refused) {
      const wait =
        typeof refused === 'object' && refused !== null && 'msBeforeNext' in refused
          ? Math.ceil(Number(refused.msBeforeNext) / 1000)
          : 60
      throw new Problem('too-many', [], { retryAfter: wait })
    }
  }
}
