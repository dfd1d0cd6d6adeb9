import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { Problem } from '@yima/shared/problem'
import type { Config } from '../config.ts'
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

/** On a demonstration's loopback there is one network, and whoever tries things out may be quick. */
const demoFactor = 20

/**
 * An in-process budget: so many points a minute per network. Generous, because a whole town may
 * come from one address of its mobile network; what may be guessed (codes, receipts) has limits of
 * its own in the database.
 */
export function budget(perMinute: number, { demo, withoutBudgets }: Config): (c: Context<Env>) => Promise<void> {
  const limiter = new RateLimiterMemory({ points: demo ? perMinute * demoFactor : perMinute, duration: 60 })
  return async (c) => {
    if (withoutBudgets) return
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
