import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { Problem } from '@yima/shared/problem'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Env } from './context.ts'
import { callerBehind, networkName } from './proxies.ts'

function socketAddress(c: Context<Env>): string | undefined {
  try {
    return getConnInfo(c).remote.address
  } catch {
    // Without a socket (a test calling the app directly) there is one network.
    return undefined
  }
}

/**
 * Whose network a request comes from, for budgets only; never stored in clear, never logged. What
 * `X-Forwarded-For` or `Forwarded` say counts only from the proxies of `YIMA_PROXIES`.
 */
export function knowNetwork({ proxies }: Config, log: Log): (c: Context<Env>) => string {
  const caller = callerBehind(proxies)
  let told = proxies.length > 0
  const tellOnce = () => {
    if (!told)
      log.warn('A proxy stands before Yima and YIMA_PROXIES does not name it: everybody shares one budget.')
    told = true
  }
  return (c) => {
    const address = socketAddress(c)
    if (address === undefined) return 'unknown'
    const header = (name: string) => c.req.header(name)
    if (!told && (header('x-forwarded-for') ?? header('forwarded'))) tellOnce()
    return networkName(caller(address, header('x-forwarded-for'), header('forwarded')))
  }
}

/** The caller's network as `knowNetwork` found it (borders.ts); for budgets only. */
export const networkOf = (c: Context<Env>): string => c.get('networkOf')?.(c) ?? 'unknown'

/** On a demonstration's loopback there is one network, and whoever tries things out may be quick. */
export const demoFactor = 20

/** Spends points of the caller's network. Throws `too-many` with when to come again. */
export type Spend = (c: Context<Env>, points?: number) => Promise<void>

function limit(points: number, duration: number, { demo, withoutBudgets }: Config): Spend {
  const limiter = new RateLimiterMemory({ points: demo ? points * demoFactor : points, duration })
  return async (c, spent = 1) => {
    if (withoutBudgets) return
    try {
      await limiter.consume(networkOf(c), spent)
    } catch (refused) {
      const wait =
        typeof refused === 'object' && refused !== null && 'msBeforeNext' in refused
          ? Math.ceil(Number(refused.msBeforeNext) / 1000)
          : duration
      throw new Problem('too-many', [], { retryAfter: wait })
    }
  }
}

/**
 * An in-process budget: so many points a minute per network. Generous, because a whole town may
 * come from one address of its mobile network; what may be guessed (codes, receipts) has limits of
 * its own in the database.
 */
export const budget = (perMinute: number, config: Config): Spend => limit(perMinute, 60, config)

/** The same of what one network does a few times an hour. */
export const hourBudget = (perHour: number, config: Config): Spend => limit(perHour, 3600, config)

/** Bytes an hour that one network may have kept, whatever phones it says they come from. */
export const byteBudget = (perHour: number, config: Config): Spend => limit(perHour, 3600, config)
