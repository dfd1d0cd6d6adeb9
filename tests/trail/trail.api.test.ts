import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventHash } from '@yima/api/trail/append'
import { sha256 } from '@yima/api/vault'
import { anApplication, apply, openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

type EventRow = {
  stream: string
  number: number
  type: string
  at: Date
  actor_kind: 'resident' | 'officer' | 'system'
  actor_id: string | null
  payload_digest: Buffer
  previous_hash: Buffer
  hash: Buffer
}

const eventsOf = async (id: string) =>
  (await office.pool.query<EventRow>('SELECT * FROM event WHERE stream = $1 ORDER BY number', [id])).rows

const broken = (rows: EventRow[]) =>
  rows.findIndex((row, at) => {
    const previousHash = at === 0 ? Buffer.alloc(32) : (rows[at - 1]?.hash ?? Buffer.alloc(0))
    const {
      stream,
      number,
      type,
      at: when,
      actor_kind: actorKind,
      actor_id: actorId,
      payload_digest: payloadDigest,
    } = row
    return !eventHash({
      stream,
      number,
      type,
      at: when,
      actorKind,
      actorId,
      payloadDigest,
      previousHash,
    }).equals(row.hash)
  })

it('every event of an application follows from the one before, and a changed one breaks the chain', async () => {
  const { id } = await apply(office.device())
  const rows = await eventsOf(id)
  expect(rows.length).toBeGreaterThan(1)
  expect(broken(rows)).toBe(-1)
  const changed = rows.map((row, at) => (at === 1 ? { ...row, at: new Date(row.at.getTime() + 1) } : row))
  expect(broken(changed)).toBe(1)
})

it('nothing that a person typed can be read in the database', async () => {
  const words = '独一无二的难处句子甲乙丙'
  await apply(office.device(), anApplication({ words: `${words}，看病花了三万` }))
  const tables = await office.pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND has_table_privilege(oid, 'SELECT')`,
  )
  expect(tables.rows.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['application', 'claim', 'event_payload', 'idempotency', 'message', 'person']),
  )
  for (const { name } of tables.rows) {
    const { rows } = await office.pool.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`)
    const text = rows.map(({ row }) => row).join('\n')
    const inHex = [words, '周素芬', '19740312', '19900000001'].filter(
      (secret) => text.includes(secret) || text.includes(Buffer.from(secret).toString('hex')),
    )
    expect({ name, inHex }).toEqual({ name, inHex: [] })
  }
})

it('a picture lies sealed on the disk under the hash of its sealed bytes', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  await office.device().postRaw('/files', png, { 'content-type': 'image/png' })
  const { rows } = await office.pool.query<{ content_hash: Buffer }>('SELECT content_hash FROM file')
  const stored = await office.deps.files.get(rows[0]?.content_hash ?? Buffer.alloc(32))
  expect(sha256(stored).equals(rows[0]?.content_hash ?? Buffer.alloc(0))).toBe(true)
  expect(stored.includes(Buffer.from('PNG'))).toBe(false)
})
