import { openDesk } from './desk-lock.ts'
import { forget, keep, recall } from './store.ts'

/** Personal (owner.ts): the next person on this phone repeats nobody's write. */
const shelf = 'mine.unanswered'
/** By desk, method and path: the key of the last try, and what it said as a hash. */
type Unanswered = Record<string, { said: string; key: string }>
const most = 20

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

export type Attempt = {
  key: string
  /** The same was sent before, and nobody knows what became of it. */ again: boolean
}

/**
 * The Idempotency-Key of a write that is answered on the spot: a new one, or the one of the try before where the very
 * same was sent and its answer never came. So a second tap, also after the page was closed, does nothing twice. Only
 * the last try of a path counts: whoever said something else meanwhile and goes back to it says it anew.
 */
export async function keyFor(method: string, path: string, body: unknown): Promise<Attempt> {
  const said = await hashOf(body)
  return inTurn(async (all) => {
    const { [nameOf(method, path)]: before, ...others } = all
    if (before?.said === said) return { key: before.key, again: true }
    const key = crypto.randomUUID()
    const rest = Object.fromEntries(Object.entries(others).slice(1 - most))
    await lay({ ...rest, [nameOf(method, path)]: { said, key } })
    return { key, again: false }
  })
}

/** The office has answered this try: the next tap is a write of its own. */
export const answered = (method: string, path: string, key: string): Promise<void> =>
  inTurn(async (all) => {
    const { [nameOf(method, path)]: gone, ...rest } = all
    if (gone?.key === key) await lay(rest)
  })
