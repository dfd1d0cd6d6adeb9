/** Milliseconds after which what did not come is asked for again. */
const again = [500, 1500, 4000]

/**
 * Asks again where a breaking line lost the answer, while there is a line: a part that never comes takes the whole
 * page with it, and with it the receipt that somebody is just waiting for. Rejects as the last try did.
 */
export async function insist<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (const pause of again) {
    try {
      return await ask()
    } catch (error) {
      if (globalThis.navigator?.onLine === false) throw error
      await new Promise((resume) => setTimeout(resume, pause))
    }
  }
  return ask()
}
