import { and, eq } from 'drizzle-orm'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { every } from 'hono/combine'
import { Problem } from '@yima/shared/problem'
import type { Database } from '../db/connection.ts'
import type { Transaction } from '../db/transaction.ts'
import { sha256 } from '../vault.ts'
import type { Env, Once } from './context.ts'
import { idempotency } from './table.ts'

const keyShape = /^[A-Za-z0-9_-]{16,64}$/
const deviceShape = /^[A-Za-z0-9_-]{22,64}$/

async function readOnce(
  route: string,
  headers: { key?: string; device?: string },
  body: ArrayBuffer,
): Promise<Once> {
  const { key, device } = headers
  if (!key || !keyShape.test(key))
    throw new Problem('key-missing', [{ field: 'Idempotency-Key', code: 'key-missing' }])
  if (!device || !deviceShape.test(device))
    throw new Problem('key-missing', [{ field: 'X-Device-Key', code: 'key-missing' }])
  return { route, key, deviceHash: sha256(device), bodyHash: sha256(Buffer.from(body)) }
}

/** The stored answer of the same write, if there is one; somebody else's key gives nothing away. */
async function answerOf(db: Database, once: Once): Promise<{ status: number; answer: unknown } | undefined> {
  const [row] = await db
    .select()
    .from(idempotency)
    .where(and(eq(idempotency.route, once.route), eq(idempotency.key, once.key)))
  if (!row) return undefined
  if (!row.deviceHash.equals(once.deviceHash)) throw new Problem('key-of-another')
  if (!row.bodyHash.equals(once.bodyHash)) throw new Problem('key-reused')
  return { status: row.status, answer: row.answer }
}

/** Keeps the answer in the transaction of the write: both exist, or neither. */
export async function remember(
  tx: Transaction,
  once: Once,
  at: Date,
  status: number,
  answer: unknown,
): Promise<void> {
  const { route, key, deviceHash, bodyHash } = once
  await tx.insert(idempotency).values({ route, key, deviceHash, bodyHash, status, answer, createdAt: at })
}

/**
 * Makes a write repeatable: same key, device and body give the same answer for as long as the
 * record exists; another body is `key-reused`, another device `key-of-another` (draft
 * ietf-httpapi-idempotency-key-header). The handler must call `remember` in its transaction.
 */
export function once(db: Database, maxBytes = 256 * 1024): MiddlewareHandler<Env> {
  const limit = bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new Problem('body-too-large')
    },
  })
  const repeat: MiddlewareHandler<Env> = async (c, next) => {
    const route = `${c.req.method} ${c.req.path}`
    const headers = { key: c.req.header('idempotency-key'), device: c.req.header('x-device-key') }
    const mine = await readOnce(
      route,
      headers as { key?: string; device?: string },
      await c.req.arrayBuffer(),
    )
    const before = await answerOf(db, mine)
    if (before) return c.json(before.answer as never, before.status as never)
    c.set('once', mine)
    await next()
    // Two equal requests at once: one wrote, the other lost the race somewhere on its way.
    if (c.error) {
      const written = await answerOf(db, mine).catch(() => undefined)
      if (written) {
        c.error = undefined
        c.res = c.json(written.answer as never, written.status as never)
      }
    }
  }
  return every(limit, repeat)
}
