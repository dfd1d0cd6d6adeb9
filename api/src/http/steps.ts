import { setTimeout as wait } from 'node:timers/promises'

/** Answers, or refuses, at the end of a step of time: how long the work took within it nobody can read from the clock. */
export async function inSteps<T>(stepMs: number, work: () => Promise<T>): Promise<T> {
  const begun = performance.now()
  try {
    return await work()
  } finally {
    const took = performance.now() - begun
    await wait(Math.ceil(took / stepMs) * stepMs - took)
  }
}
