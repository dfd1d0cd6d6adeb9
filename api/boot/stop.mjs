// @ts-check

/** A reason not to go on, in one sentence for whoever typed the command. */
export class Stop extends Error {}

/**
 * Prints the sentence (or, for a fault of our own, the trace) and ends with code 1.
 * @param {unknown} error
 */
export function stopWith(error) {
  const text = error instanceof Stop ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`yima: ${text}\n`)
  process.exit(1)
}
