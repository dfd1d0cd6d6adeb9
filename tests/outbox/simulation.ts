type Due = { at: number; order: number; run: () => void }

const isSooner = (one: Due, other: Due): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order)

/** Time that passes only in a test: what is due runs in order, each with everything that follows from it. */
export class Simulation {
  now = 0
  #seed: number
  #order = 0
  #due: Due[] = []

  constructor(seed: number) {
    this.#seed = seed >>> 0
  }

  /** 0 ≤ x < 1, the same for the same seed (mulberry32). */
  random = (): number => {
    this.#seed = (this.#seed + 0x6d2b79f5) >>> 0
    let mixed = this.#seed
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  later(ms: number, run: () => void): () => void {
    this.#order += 1
    const one = { at: this.now + ms, order: this.#order, run }
    this.#due.push(one)
    return () => {
      this.#due = this.#due.filter((other) => other !== one)
    }
  }

  wait = (ms: number): Promise<void> => new Promise((resolve) => this.later(ms, resolve))

  /** Runs the next thing that is due; false when nothing is, or not before `until`. */
  async step(until = Infinity): Promise<boolean> {
    await settled()
    const [first, ...others] = this.#due
    const next = first && others.reduce((soonest, one) => (isSooner(one, soonest) ? one : soonest), first)
    if (!next || next.at > until) {
      if (until !== Infinity) this.now = Math.max(this.now, until)
      return false
    }
    this.#due = this.#due.filter((one) => one !== next)
    this.now = next.at
    next.run()
    await settled()
    return true
  }

  async pass(ms: number): Promise<void> {
    const until = this.now + ms
    while (await this.step(until));
  }
}

/** Every promise that can go on has gone on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
