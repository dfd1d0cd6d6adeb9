import { randomBytes, randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import promises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { maxPictureBytes, partBytes } from '@yima/shared/file/size'
import { createApp } from '@yima/api/app'
import { anApplication, apply, openOffice, type Office } from '../fixtures/office.ts'

/** What is free at a place, in bytes of a disk of 100 GB, where it is not what the machine says. */
const scarce = new Map<string, number>()
const { statfs } = promises
const asTold = async (path: string) => {
  const free = scarce.get(path)
  return free === undefined ? statfs(path) : { bavail: free, blocks: 100 * 1024 ** 3, bsize: 1 }
}
const use = (looks: typeof asTold): void => {
  Object.assign(promises, { statfs: looks })
  syncBuiltinESMExports()
}

let office: Office
let signature: Buffer
beforeAll(async () => {
  use(asTold)
  office = await openOffice()
  const blank = { width: 300, height: 100, channels: 3, background: 'white' } as const
  signature = await sharp({ create: blank }).png().toBuffer()
})
afterAll(async () => {
  use(statfs)
  await office.close()
})
afterEach(() => scarce.clear())

const health = async () =>
  ((await (await office.device().get('/health')).json()) as { status: string }).status
const keys = () => ({
  'x-device-key': randomBytes(32).toString('base64url'),
  'idempotency-key': randomUUID(),
})
const part = (app = office.app) =>
  app.request(`/api/files/${randomUUID()}/parts/0`, { method: 'PUT', body: 'part', headers: keys() })

const noise = () =>
  sharp(randomBytes(300 * 300 * 3), { raw: { width: 300, height: 300, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer()

it('when the disk gets full photos wait on their phones, and whoever signs is still received', async () => {
  const large = await noise()
  expect(large.length).toBeGreaterThan(partBytes)
  scarce.set(office.deps.config.dataDir, 1024 ** 3)
  for (const answer of [await office.device().postRaw('/files', large), await part()])
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '600'])
  const device = office.device()
  const ink = await device.postRaw('/files', signature, { 'content-type': 'image/png' })
  expect(ink.status).toBe(201)
  const { id } = (await ink.json()) as { id: string }
  const wordings = { commitment: 'commitment-1', authorisation: 'authorisation-1' }
  const consent = { method: 'signed' as const, ...wordings, signature: id }
  expect((await apply(device, anApplication({ consent }))).receiptNumber).toHaveLength(13)
  scarce.set(office.deps.config.dataDir, 3 * 1024 ** 3)
  expect((await office.device().postRaw('/files', large)).status).toBe(201)
  expect((await part()).status).toBe(200)
})

it('health says so as soon as photos have to wait, and sends nobody away for it', async () => {
  const { dataDir } = office.deps.config
  const said = async () => {
    const answer = await office.device().get('/health')
    return [answer.status, ((await answer.json()) as { status: string }).status]
  }
  scarce.set(dataDir, 1024 ** 3)
  expect(await said()).toEqual([200, 'disk-low'])
  scarce.set(dataDir, 1024 ** 2)
  expect(await said()).toEqual([503, 'disk-full'])
  scarce.set(dataDir, 3 * 1024 ** 3)
  expect(await said()).toEqual([200, 'ok'])
})

it('health looks at the disk of the database, too, where it does not lie in the data folder', async () => {
  const { dataDir } = office.deps.config
  writeFileSync(join(dataDir, 'pg-place'), '/elsewhere/pg\n')
  scarce.set('/elsewhere/pg', 3 * 1024 ** 3)
  expect(await health()).toBe('ok')
  scarce.set('/elsewhere/pg', 1024 ** 2)
  expect(await health()).toBe('disk-full')
  rmSync(join(dataDir, 'pg-place'))
  expect(await health()).toBe('ok')
})

it('one network may not fill the disk, however many phones it says it has', async () => {
  const device = office.device()
  const phoneProof = await office.confirmPhone(device, '19900000066')
  const own = anApplication()
  await apply(device, {
    ...own,
    applicant: { ...own.applicant, phone: '19900000066', phoneProof },
  } as typeof own)
  const config = { ...office.deps.config, withoutBudgets: false, demo: false }
  const app = createApp({ ...office.deps, config }, new Map())
  // Whoever is signed in is asked for no work; each of these comes from a phone of its own.
  const send = (path: string, method: string, body: Uint8Array) =>
    app.request(path, { method, body: body as BodyInit, headers: { ...keys(), cookie: device.cookies() } })
  const large = Buffer.alloc(maxPictureBytes)
  const answers: number[] = []
  while (!answers.includes(429) && answers.length < 40)
    answers.push((await send('/api/files', 'POST', large)).status)
  expect(answers.length).toBe(26)
  const refused = await send(`/api/files/${randomUUID()}/parts/0`, 'PUT', Buffer.alloc(60_000))
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60)
  // What is small is not counted with it.
  const application = await app.request('/api/applications', {
    method: 'POST',
    headers: { ...keys(), cookie: device.cookies(), 'content-type': 'application/json' },
    body: JSON.stringify(anApplication({ words: '家里没米下锅了' })),
  })
  expect(application.status).toBe(201)
})
