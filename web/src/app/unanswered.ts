import { openDesk } from './desk-lock.ts'
import { isFinal } from './outbox-order.ts'
import { ProblemError } from './problem-error.ts'
import { forget, keep, recall } from './store.ts'

/** Personal (owner.ts): the next person on this phone repeats nobody's write. */
const shelf = 'mine.unanswered'
/** By desk, method and path: the key of the last try, what it said as a hash, and when (milliseconds). */
type Unanswered = Record<string, { said: string; key: string; at: number }>
const most = 20
/** The same words a day later are another wish: another card was lost, and its end must not be an old answer. */
const longest = 24 * 60 * 60 * 1000

let last: Promise<unknown> = Promise.resolve()

/** One after the other: of two quick taps the second finds the key of the first. A store that fails stops no write. */
function inTurn<T>(work: (all: Unanswered) => Promise<T>): Promise<T> {
  const mine = last.then(async () => work((await recall<Unanswered>(shelf).catch(() => undefined)) ?? {}))
  last = mine.catch(() => undefined)
  return mine
}

const lay = (all: Unanswered): Promise<void> =>
  (Object.keys(all).length > 0 ? keep(shelf, all) : forget(shelf)).catch(() => undefined)

const nameOf = (method: string, path: string): string => [openDesk.value ?? '', method, path].join(' ')

async function hashOf(body: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(body) ?? '')
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The key of this try, and whether the very same was sent before and nobody knows what became of it. */
async function keyFor(name: string, body: unknown): Promise<{ key: string; again: boolean }> {
  const said = await hashOf(body)
  return inTurn(async (all) => {
    const { [name]: before, ...others } = all
    if (before?.said === said && Date.now() - before.at < longest) return { key: before.key, again: true }
    const key = crypto.randomUUID()
    const rest = Object.fromEntries(Object.entries(others).slice(1 - most))
    await lay({ ...rest, [name]: { said, key, at: Date.now() } })
    return { key, again: false }
  })
}

/** The office has answered this try: the next tap is a write of its own. */
const answered = (name: string, key: string): Promise<void> =>
  inTurn(async (all) => {
    const { [name]: gone, ...rest } = all
    if (gone?.key === key) await lay(rest)
  })

/**
 * Whether the office has said no to this write itself: then it was not done. Anything else may have been done, also
 * where somebody must sign in or unlock first: that is asked before anybody looks whether the write is known.
 */
const isRefusal = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && isFinal(error.code, error.status, error.retryAfter)

/**
 * Sends a write that is answered on the spot: under a new key, or under the one of the try before where the very same
 * was sent and its answer never came. So a second tap, also after the page was closed, does nothing twice. Only the
 * last try of a path counts: whoever said something else meanwhile and goes back to it says it anew.
 */
export async function sendTapped<T>(
  method: string,
  path: string,
  body: unknown,
  send: (key: string) => Promise<T>,
): Promise<T> {
  const name = nameOf(method, path)
  const { key, again } = await keyFor(name, body)
  try {
    const answer = await send(key)
    await answered(name, key)
    return answer
  } catch (error) {
    if (!isRefusal(error)) throw error
    await answered(name, key)
    // The try before has ended it: what was wanted has come about.
    if (again && method === 'delete' && error.code === 'not-found') return undefined as T
    throw error
  }
}
