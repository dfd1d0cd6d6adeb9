import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, type OpenDatabase } from '@yima/api/db/connection'
import { insertRows } from '@yima/api/db/insert'
import { inTransaction } from '@yima/api/db/transaction'
import { pgConstraint } from '@yima/api/http/problem'
import { idempotency } from '@yima/api/http/table'
import { Problem } from '@yima/shared/problem'
import { freshDatabase, type FreshDatabase } from '../fixtures/database.ts'

let database: FreshDatabase
let open: OpenDatabase
beforeAll(async () => {
  database = await freshDatabase()
  open = openDatabase(database.url, { max: 1 })
})
afterAll(async () => {
  await open.close()
  await database.drop()
})

const row = (key: string, answer: unknown = {}) => ({
  route: 'POST /test',
  key,
  deviceHash: Buffer.alloc(32),
  bodyHash: Buffer.alloc(32),
  maker: null,
  status: 201,
  answer,
  createdAt: new Date('2026-03-02T01:00:00Z'),
})
const keysKept = async () =>
  (await open.pool.query<{ key: string }>('SELECT key FROM idempotency ORDER BY key')).rows.map(
    ({ key }) => key,
  )

describe('writes that travel together', () => {
  it('are kept all, with what they say', async () => {
    await inTransaction(open.db, async (tx, send) => {
      send(insertRows(tx, idempotency, [row('one', { words: '家里没米' }), row('two')]))
      send(insertRows(tx, idempotency, [row('three')]))
    })
    expect(await keysKept()).toEqual(['one', 'three', 'two'])
    const { rows } = await open.pool.query('SELECT answer FROM idempotency WHERE key = $1', ['one'])
    expect(rows).toEqual([{ answer: { words: '家里没米' } }])
  })

  it('leave nothing when the database refuses one of them, and it says which', async () => {
    const before = await keysKept()
    const failing = inTransaction(open.db, async (tx, send) => {
      send(insertRows(tx, idempotency, [row('four')]))
      send(insertRows(tx, idempotency, [row('one')]))
      send(insertRows(tx, idempotency, [row('five')]))
    })
    const error: unknown = await failing.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(pgConstraint(error)).toBe('idempotency_key')
    expect(await keysKept()).toEqual(before)
  })

  it('say why also when something after them is waited for', async () => {
    const before = await keysKept()
    const failing = inTransaction(open.db, async (tx, send) => {
      send(insertRows(tx, idempotency, [row('one')]))
      await tx.$client.query('SELECT 1')
    })
    const error: unknown = await failing.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(pgConstraint(error)).toBe('idempotency_key')
    expect(await keysKept()).toEqual(before)
  })

  it('leave nothing when we refuse after they were sent', async () => {
    const before = await keysKept()
    const failing = inTransaction(open.db, async (tx, send) => {
      send(insertRows(tx, idempotency, [row('six')]))
      throw new Problem('not-found')
    })
    await expect(failing).rejects.toBeInstanceOf(Problem)
    expect(await keysKept()).toEqual(before)
  })

  it('are sent on a connection that goes on well after a refusal', async () => {
    await inTransaction(open.db, async (tx, send) => send(insertRows(tx, idempotency, [row('seven')])))
    expect(await keysKept()).toContain('seven')
  })
})
