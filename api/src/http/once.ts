import type { Context, MiddlewareHandler } from 'hono'
import { every } from 'hono/combine'
import { Problem } from '@yima/shared/problem'
import type { Database } from '../db/connection.ts'
import { insertRows } from '../db/insert.ts'
import type { Transaction } from '../db/transaction.ts'
import { standsFor } from '../identity/pair.ts'
import { together } from '../together.ts'
import { sha256 } from '../vault.ts'
import { largestJson, limitBody, readBytes } from './body.ts'
import type { Env, Once } from './context.ts'
import { idempotency } from './table.ts'

const dayMs = 86_400_000
const keyShape = /^[A-Za-z0-9_-]{16,64}$/
const deviceShape = /^[A-Za-z0-9_-]{22,64}$/

const keyMissing = (field: string) => new Problem('key-missing', [{ field, code: 'key-missing' }])

/** The phone that a request comes from, as it is kept: its key, hashed. */
export function deviceOf(c: Context<Env>): Buffer {
  const device = c.req.header('x-device-key')
  if (!device || !deviceShape.test(device)) throw keyMissing('X-Device-Key')
  return sha256(device)
}

/** Who writes, where the route asks for a session before: the same after signing in anew. */
function makerOf(c: Context<Env>): string | undefined {
  const [officer, resident] = [c.get('officer'), c.get('resident')]
  if (officer) return `officer ${officer.officer.id}`
  return resident && `resident ${standsFor(resident)}`
}

/**
 * From which phone, and by whom. To supervisors both stand under the key of the phone itself, which nobody keeps, and anew for each
 * write: with the database alone one finds neither who it was nor which two writes came from one phone.
 */
function writerOf(c: Context<Env>, key: string, untold: boolean): Pick<Once, 'deviceHash' | 'maker'> {
  const [plain, who] = [deviceOf(c), makerOf(c)]
  const hidden = (what: string): Buffer => sha256([c.req.header('x-device-key'), key, what].join('\n'))
  if (untold) return { deviceHash: hidden('device'), ...(who !== undefined && { maker: hidden(who) }) }
  return { deviceHash: plain, ...(who !== undefined && { maker: sha256(who) }) }
}

/** What goes to supervisors: an id in the address, and the moment of a write, would tell who was there and when. */
const toSupervisors = /^\/api\/(complaints|oversight\/(complaints|recoveries|keys))\b/
const anyOfThem = 'to supervisors'

async function readOnce(c: Context<Env>): Promise<Once> {
  const key = c.req.header('idempotency-key')
  if (!key || !keyShape.test(key)) throw keyMissing('Idempotency-Key')
  const untold = toSupervisors.test(c.req.path)
  const writer = writerOf(c, key, untold)
  const body = Buffer.from(await readBytes(c))
  const route = `${c.req.method} ${c.req.path}`
  const bodyHash = untold ? sha256(Buffer.concat([Buffer.from(`${route}\n`), body])) : sha256(body)
  return { route: untold ? anyOfThem : route, key, bodyHash, ...writer }
}

/** What a write was answered with; a refusal that must not be tried again is one too. */
type Stored = { status: number; answer: unknown }
type Kept = Stored & Pick<Once, 'route' | 'key' | 'deviceHash' | 'bodyHash'> & { maker: Buffer | null }
type FindKept = (once: Once) => Promise<Kept | undefined>

/** Every write asks this first; those of one moment ask together. */
const findKept = (db: Database): FindKept =>
  together(
    async (asked) => {
      const { rows } = await db.$client.query<Kept>({
        name: 'answers of writes',
        text: `
          SELECT i.route, i.key, i.device_hash AS "deviceHash", i.body_hash AS "bodyHash", i.maker, i.status,
                 i.answer
            FROM unnest($1::text[], $2::text[]) asked (route, key)
           CROSS JOIN LATERAL (
             SELECT * FROM idempotency kept WHERE kept.route = asked.route AND kept.key = asked.key LIMIT 1) i`,
        values: [asked.map(({ route }) => route), asked.map(({ key }) => key)],
      })
      return asked.map(({ route, key }) => rows.find((row) => row.key === key && row.route === route))
    },
    { most: 100, atOnce: 2 },
  )

/** The stored answer of the same write, if there is one; somebody else's key gives nothing away. */
async function answerOf(find: FindKept, once: Once): Promise<Stored | undefined> {
  const kept = await find(once)
  if (!kept) return undefined
  if (!kept.deviceHash.equals(once.deviceHash)) throw new Problem('key-of-another')
  // On a shared phone the device is the same: who sits there next must not be answered in the place of who left.
  if (kept.maker && !(once.maker && kept.maker.equals(once.maker))) throw new Problem('key-of-another')
  if (!kept.bodyHash.equals(once.bodyHash)) throw new Problem('key-reused')
  return kept
}

/** Keeps the answer in the transaction of the write: both exist, or neither. */
export async function remember(
  tx: Transaction,
  once: Once,
  at: Date,
  status: number,
  answer: unknown,
): Promise<void> {
  const { route, key, deviceHash, bodyHash, maker = null } = once
  // Their days, never their moments.
  const createdAt = route === anyOfThem ? new Date(at.getTime() - (at.getTime() % dayMs)) : at
  const row = { route, key, deviceHash, bodyHash, maker, status, answer, createdAt }
  await insertRows(tx, idempotency, [row])
}

/** A key that was taken meanwhile is said; a database that went away meanwhile leaves the first error as it is. */
function refusalOrNothing(error: unknown): undefined {
  if (error instanceof Problem) throw error
}

export type Repeat = {
  /** Largest body; 256 KB unless said. */
  maxBytes?: number
  /** Answers a repeated write in place of the stored answer: a view made anew, a cookie set again. */
  again?: (c: Context<Env>, stored: Stored) => Promise<Response> | Response
}

/**
 * Makes a write repeatable: same key, device, body and person give the same answer for as long as the
 * record exists; another body is `key-reused`, another device or person `key-of-another` (draft
 * ietf-httpapi-idempotency-key-header). Stands after what asks for the session; the handler must call
 * `remember` in its transaction.
 */
export function once(db: Database, { maxBytes = largestJson, again }: Repeat = {}): MiddlewareHandler<Env> {
  const find = findKept(db)
  const repeated = async (c: Context<Env>, stored: Stored): Promise<Response> =>
    again ? again(c, stored) : c.json(stored.answer as never, stored.status as never)
  const repeat: MiddlewareHandler<Env> = async (c, next) => {
    const mine = await readOnce(c)
    c.set('once', mine)
    const before = await answerOf(find, mine)
    if (before) return repeated(c, before)
    await next()
    // Two requests with one key at once: one wrote, the other lost the race somewhere on its way.
    const written = c.error ? await answerOf(find, mine).catch(refusalOrNothing) : undefined
    if (written) {
      c.error = undefined
      c.res = await repeated(c, written)
    }
  }
  return every(limitBody(maxBytes), repeat)
}
