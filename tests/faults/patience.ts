/** Far above what anything here takes, on the slowest machine. */
const patienceMs = 5 * 60_000

/** Rejects with a sentence when what is waited for never comes: no storm may last for ever. */
export async function inTime<Result>(what: string, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const never = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`${what} did not come within five minutes`)), patienceMs)
  })
  try {
    return await Promise.race([work, never])
  } finally {
    clearTimeout(timer)
  }
}

/** When waiting step by step must end. Throws with a sentence once it is past. */
export function deadline(what: string): () => void {
  const end = performance.now() + patienceMs
  return () => {
    if (performance.now() > end) throw new Error(`${what} did not come within five minutes`)
  }
}
