import type { Context, MiddlewareHandler } from 'hono'
import { Problem } from '@yima/shared/problem'
import type { Env } from '../http/context.ts'
import { networkOf } from '../http/network.ts'

/** Bytes of pictures held in memory at once, of everybody and of one network. */
const most = 200 * 1024 ** 2
const mostOfNetwork = 60 * 1024 ** 2
/** Seconds; whoever is refused sends again, and by then most have gone through. */
const comeAgain = 5

/**
 * Counts what is on its way through memory: bodies sent halfway and left so would fill it, though every
 * single one is within its limit. One count for a process.
 */
export class Arriving {
  #all = 0
  readonly #ofNetwork = new Map<string, number>()

  /** Holds as many bytes as `size` says until the request is answered. Throws as `during` does. */
  hold(size: (c: Context<Env>) => number): MiddlewareHandler<Env> {
    return (c, next) => this.during(c, size(c), next)
  }

  /**
   * Holds so many bytes while the work lasts.
   * @throws Problem `unavailable`, with when to come again, where there is no room for them
   */
  async during<Result>(c: Context<Env>, bytes: number, work: () => Promise<Result>): Promise<Result> {
    const network = networkOf(c)
    if (this.#all + bytes > most || this.#of(network) + bytes > mostOfNetwork)
      throw new Problem('unavailable', [], { retryAfter: comeAgain })
    this.#count(network, bytes)
    try {
      return await work()
    } finally {
      this.#count(network, -bytes)
    }
  }

  #of(network: string): number {
    return this.#ofNetwork.get(network) ?? 0
  }

  #count(network: string, bytes: number): void {
    this.#all += bytes
    const now = this.#of(network) + bytes
    if (now > 0) this.#ofNetwork.set(network, now)
    else this.#ofNetwork.delete(network)
  }
}

/** What a body says of its length, and the most that is taken where it says nothing one can go by. */
export const saidOr =
  (longest: number) =>
  (c: Context<Env>): number => {
    const said = c.req.header('transfer-encoding') === undefined ? c.req.header('content-length') : undefined
    return said !== undefined && /^\d+$/.test(said) ? Math.min(Number(said), longest) : longest
  }
