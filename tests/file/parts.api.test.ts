import { createHash, randomBytes, randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { maxParts, partBytes } from '@yima/shared/file/size'
import { anApplication, apply, days, openOffice, type Office } from '../fixtures/office.ts'

let office: Office
let photo: Buffer
beforeAll(async () => {
  office = await openOffice()
  const noise = randomBytes(300 * 200 * 3) // does not compress: several parts
  photo = await sharp(noise, { raw: { width: 300, height: 200, channels: 3 } })
    .png()
    .toBuffer()
})
afterAll(() => office.close())

let id: string
let device: string
beforeEach(() => {
  id = randomUUID()
  device = randomBytes(32).toString('base64url')
})

const size = 50_000
const pieces = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  )
const put = (part: number | string, bytes: Uint8Array, as = device) =>
  office.app.request(`/api/files/${id}/parts/${part}`, {
    method: 'PUT',
    body: bytes as BodyInit,
    headers: { 'x-device-key': as, 'content-type': 'application/octet-stream' },
  })
const have = async (as = device): Promise<unknown> => {
  const answer = await office.app.request(`/api/files/${id}/parts`, { headers: { 'x-device-key': as } })
  return answer.status === 200 ? ((await answer.json()) as { have: number[] }).have : codeOf(answer)
}
const wholeOf = (bytes: Buffer) => ({
  parts: pieces(bytes).length,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})
const complete = (body: unknown = wholeOf(photo), as = device) =>
  office.app.request(`/api/files/${id}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'idempotency-key': id, 'x-device-key': as },
  })
const codeOf = async (answer: Response): Promise<string> => {
  const { type, errors } = (await answer.json()) as { type: string; errors?: { code: string }[] }
  return errors?.[0]?.code ?? type.replace('urn:yima:problem:', '')
}
const putAll = async (bytes = photo) => {
  for (const [at, piece] of pieces(bytes).entries()) expect((await put(at, piece)).status).toBe(200)
}
const lying = async (): Promise<number> => {
  const { rows } = await office.pool.query<{ n: string }>('SELECT count(*) AS n FROM file_part')
  return Number(rows[0]?.n)
}

describe('the parts of one picture', () => {
  it('never become a second one under another key', async () => {
    await putAll()
    const answer = await office.app.request(`/api/files/${id}`, {
      method: 'POST',
      body: JSON.stringify(wholeOf(photo)),
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), 'x-device-key': device },
    })
    expect(await codeOf(answer)).toBe('key-reused')
    expect((await complete()).status).toBe(201)
  })
})

describe('a picture on a line that breaks again and again', () => {
  it('goes on where it stopped, in any order, and becomes the same picture as in one trip', async () => {
    const all = pieces(photo)
    expect(all.length).toBeGreaterThan(2)
    for (const at of [2, 0]) await put(at, all[at]!)
    expect(await have()).toEqual([0, 2])
    await putAll()
    const answer = await complete()
    expect(answer.status).toBe(201)
    expect(await answer.json()).toMatchObject({ width: 300, height: 200 })
    expect(await have()).toEqual([])
  })

  it('is part of the application that names it', async () => {
    await putAll()
    const stored = (await (await complete()).json()) as { id: string }
    const phone = office.device()
    // Pictures belong to the device that sent them: this application comes from another.
    const refused = await phone.post('/applications', anApplication({ photos: [stored.id] }))
    expect(await codeOf(refused)).toBe('file-unknown')
    const own = await office.app.request('/api/applications', {
      method: 'POST',
      body: JSON.stringify(anApplication({ photos: [stored.id] })),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        'x-device-key': device,
      },
    })
    expect(own.status).toBe(201)
    expect((await apply(phone)).receiptNumber).toHaveLength(13)
  })

  it('is stored once, however often the last step is repeated or arrives twice at once', async () => {
    await putAll()
    const answers = await Promise.all([complete(), complete(), complete()])
    const bodies = await Promise.all(answers.map((answer) => answer.json() as Promise<{ id: string }>))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(bodies.map((body) => body.id)).size).toBe(1)
    expect(await (await complete()).json()).toEqual(bodies[0])
  })

  it('may send the same part twice, also at once, but no other bytes under its number', async () => {
    const [first] = pieces(photo)
    const twice = await Promise.all([put(0, first!), put(0, first!), put(0, first!)])
    expect(twice.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await codeOf(await put(0, Buffer.from('other')))).toBe('key-reused')
    expect(await have()).toEqual([0])
  })
})

describe('what is not such a picture', () => {
  it('is refused by its number: beyond the last part, huge, negative, no number, another kind of id', async () => {
    for (const part of [maxParts, 999, 1e21, '4294967296', '-1', '1.5', '０', 'x'])
      expect([part, await codeOf(await put(part, Buffer.from('x')))]).toEqual([part, 'out-of-range'])
    id = '../../etc/passwd'
    expect((await put(0, Buffer.from('x'))).status).toBe(404)
    id = 'no-uuid'
    expect(await codeOf(await put(0, Buffer.from('x')))).toBe('not-found')
  })

  it('is refused by its size: an empty part, one too large, a length that is not its own', async () => {
    expect(await codeOf(await put(0, Buffer.alloc(0)))).toBe('file-empty')
    expect(await codeOf(await put(0, Buffer.alloc(partBytes + 1)))).toBe('body-too-large')
    await putAll()
    expect(await codeOf(await complete({ ...wholeOf(photo), parts: maxParts + 1 }))).toBe('out-of-range')
    expect(await codeOf(await complete({ ...wholeOf(photo), bytes: 21 * 1024 * 1024 }))).toBe(
      'file-too-large',
    )
    expect(await codeOf(await complete({ ...wholeOf(photo), bytes: photo.length - 1 }))).toBe('file-broken')
  })

  it('is not completed with a part missing, and can be once it came', async () => {
    const all = pieces(photo)
    for (const at of all.keys()) if (at !== 1) await put(at, all[at]!)
    expect(await codeOf(await complete())).toBe('part-missing')
    await put(1, all[1]!)
    expect((await complete()).status).toBe(201)
  })

  it('begins anew when the whole is not what the phone meant', async () => {
    await putAll()
    expect(await codeOf(await complete({ ...wholeOf(photo), sha256: '0'.repeat(64) }))).toBe('file-broken')
    expect(await have()).toEqual([])
    await putAll()
    expect((await complete()).status).toBe(201)
  })

  it('is no picture at all: refused as in one trip', async () => {
    const text = Buffer.from('<svg onload="alert(1)"/>'.repeat(4000))
    await putAll(text)
    expect(await codeOf(await complete(wholeOf(text)))).toBe('file-not-a-picture')
  })
})

describe('another phone', () => {
  it('learns nothing of the parts, adds none and completes nothing', async () => {
    await putAll()
    const other = randomBytes(32).toString('base64url')
    expect(await have(other)).toBe('key-of-another')
    expect(await codeOf(await put(0, pieces(photo)[0]!, other))).toBe('key-of-another')
    expect(await codeOf(await complete(wholeOf(photo), other))).toBe('key-of-another')
    expect((await complete()).status).toBe(201)
  })

  it('is nobody without its key', async () => {
    expect(await codeOf(await put(0, Buffer.from('x'), ''))).toBe('key-missing')
    expect(await have('short')).toBe('key-missing')
  })
})

describe('what is left lying', () => {
  it('is never more than three of the largest pictures of one phone', async () => {
    const part = randomBytes(partBytes)
    await office.pool.query(
      `INSERT INTO file_part SELECT gen_random_uuid(), n % 320, sha256($1::text::bytea), 'x', 'x', 65536, 'x', now()
         FROM generate_series(1, 959) n`,
      [device],
    )
    expect((await put(0, part)).status).toBe(200)
    const refused = await put(1, part)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3600'])
    await office.pool.query('DELETE FROM file_part')
  })

  it('goes after eight days, with its bytes', async () => {
    await putAll()
    const parts = await lying()
    office.clock.goOn(days(7))
    await office.watch()
    expect(await lying()).toBe(parts)
    office.clock.goOn(days(2))
    await office.watch()
    expect(await lying()).toBe(0)
    expect(await codeOf(await complete())).toBe('part-missing')
  })
})
