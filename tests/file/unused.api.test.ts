import { createHash, randomBytes, randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { removeUnusedPictures } from '@yima/api/file/unused'
import { anApplication, days, openOffice, type Office } from '../fixtures/office.ts'

let office: Office
let photo: Buffer
let phone: string
beforeAll(async () => {
  office = await openOffice()
  photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#a55' } })
    .jpeg()
    .toBuffer()
})
afterAll(() => office.close())
beforeEach(() => {
  phone = randomBytes(32).toString('base64url')
})

const waitForDays = async (n: number): Promise<void> => {
  office.clock.goOn(days(n))
  await removeUnusedPictures(office.deps)
}
const send = (method: string, path: string, body: BodyInit, type: string, key: string = randomUUID()) =>
  office.app.request(`/api${path}`, {
    method,
    body,
    headers: { 'x-device-key': phone, 'idempotency-key': key, 'content-type': type },
  })
const submit = (body: unknown) => send('POST', '/applications', JSON.stringify(body), 'application/json')
async function upload(key: string = randomUUID()): Promise<string> {
  const answer = await send('POST', '/files', new Uint8Array(photo), 'image/jpeg', key)
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { id: string }).id
}
async function uploadInParts(name: string): Promise<string> {
  const bytes = new Uint8Array(photo)
  const put = await send('PUT', `/files/${name}/parts/0`, bytes, 'application/octet-stream', name)
  expect(put.status).toBe(200)
  const sha256 = createHash('sha256').update(photo).digest('hex')
  const whole = { parts: 1, bytes: photo.length, sha256 }
  const answer = await send('POST', `/files/${name}`, JSON.stringify(whole), 'application/json', name)
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { id: string }).id
}
const errorsOf = async (answer: Response): Promise<unknown> =>
  ((await answer.json()) as { errors: unknown }).errors

describe('a phone that was without a network for more than a week', () => {
  it.each([
    ['in one trip', upload],
    ['in parts', uploadInParts],
  ])('uploads its picture anew %s under the same key, and is received with it', async (_how, bring) => {
    const key = randomUUID()
    const gone = await bring(key)
    expect(await bring(key)).toBe(gone)
    await waitForDays(9)
    const refused = await submit(anApplication({ photos: [gone] }))
    expect(await errorsOf(refused)).toEqual([{ field: 'photos.0', code: 'file-unknown' }])
    const again = await bring(key)
    expect(again).not.toBe(gone)
    expect((await submit(anApplication({ photos: [again] }))).status).toBe(201)
  })

  it('is told which of its photos is not there, and that it is the signature', async () => {
    const [gone, signature] = [await upload(), await upload()]
    await waitForDays(9)
    const there = await upload()
    const texts = { commitment: 'commitment-1', authorisation: 'authorisation-1' } as const
    const body = anApplication({
      photos: [there, gone],
      consent: { method: 'signed', ...texts, signature },
    })
    expect(await errorsOf(await submit(body))).toEqual([
      { field: 'photos.1', code: 'file-unknown' },
      { field: 'consent.signature', code: 'file-unknown' },
    ])
  })

  it('keeps for ever the answer to a picture that became part of something', async () => {
    const key = randomUUID()
    const kept = await upload(key)
    expect((await submit(anApplication({ photos: [kept] }))).status).toBe(201)
    await waitForDays(9)
    expect(await upload(key)).toBe(kept)
  })
})
