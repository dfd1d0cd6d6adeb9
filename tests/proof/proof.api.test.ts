import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProblemBody } from '@yima/shared/problem'
import { proofHeader, type Challenge } from '@yima/shared/proof/contract'
import { createApp } from '@yima/api/app'
import { Proofs } from '@yima/api/proof/challenge'
import { strangersWrites } from '@yima/api/proof/routes'
import { proofText, workOnPage } from '../../web/src/proof/work.ts'
import { pathWith } from '../fixtures/routes.ts'
import { anApplication, openOffice, type Device, type Office } from '../fixtures/office.ts'

let office: Office
let app: Office['app']
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())
beforeEach(() => {
  // A network of its own for each test: what was asked for makes the work grow.
  const config = { ...office.deps.config, withoutBudgets: false, demo: false }
  app = createApp({ ...office.deps, config }, new Map())
})

const header = async (challenge: Challenge, work = challenge): Promise<Record<string, string>> => {
  const solution = await workOnPage(work)
  if (!solution) throw new Error('not solved')
  return { [proofHeader]: proofText(challenge, solution) }
}
const asked = async (answer: Response): Promise<Challenge> => {
  expect(answer.status).toBe(428)
  const body = (await answer.json()) as ProblemBody
  expect(body.type).toBe('urn:yima:problem:proof-needed')
  if (!body.challenge) throw new Error('no challenge')
  return body.challenge
}
const apply = (device: Device, key: string, headers: Record<string, string> = {}, words = '家里没米下锅了') =>
  device.post('/applications', anApplication({ words }), { key, headers })

describe('a stranger who applies', () => {
  it('is asked for work, does it, and is received; the same again needs no more than the same', async () => {
    const device = office.device(app)
    const key = randomUUID()
    const challenge = await asked(await apply(device, key))
    const proof = await header(challenge)
    const answer = await apply(device, key, proof)
    expect(answer.status).toBe(201)
    expect(await (await apply(device, key, proof)).json()).toEqual(await answer.json())
  })

  it('cannot send a second one with the same work, nor lend it to another device or route', async () => {
    const device = office.device(app)
    const key = randomUUID()
    const proof = await header(await asked(await apply(device, key)))
    await asked(await apply(device, randomUUID(), proof))
    await asked(await apply(office.device(app), key, proof))
    await asked(await device.post('/phone-codes', { phone: '19900000001' }, { key, headers: proof }))
    // It was the key that was wrong, not the work.
    expect((await apply(device, key, proof)).status).toBe(201)
  })

  it('cannot make the work lighter, older challenges live longer, or bring no work at all', async () => {
    const device = office.device(app)
    const key = randomUUID()
    const challenge = await asked(await apply(device, key))
    const forged: Challenge[] = [
      { ...challenge, parameters: { ...challenge.parameters, cost: 1, keyPrefix: '00' } },
      { ...challenge, parameters: { ...challenge.parameters, expiresAt: 4_000_000_000 } },
      { ...challenge, signature: '00'.repeat(32) },
    ]
    for (const made of forged)
      await asked(
        await apply(
          device,
          key,
          await header(made, { ...made, parameters: { ...made.parameters, keyPrefix: '0' } }),
        ),
      )
    const idle = {
      challenge,
      solution: { counter: 1, derivedKey: challenge.parameters.keyPrefix.padEnd(64, '0') },
    }
    for (const brought of [
      Buffer.from(JSON.stringify(idle)).toString('base64url'),
      'x',
      '',
      'e30',
      'A'.repeat(9000),
      Buffer.from(JSON.stringify({ ...idle, challenge: { parameters: null } })).toString('base64url'),
    ])
      await asked(await apply(device, key, { [proofHeader]: brought }))
  })

  it('is still told first which key is missing, and what is wrong only after the work', async () => {
    const device = office.device(app)
    expect((await device.post('/applications', {}, { headers: { 'idempotency-key': '' } })).status).toBe(400)
    const key = randomUUID()
    const challenge = await asked(await device.post('/applications', {}, { key }))
    expect((await device.post('/applications', {}, { key, headers: await header(challenge) })).status).toBe(
      422,
    )
  })

  it('asks before a picture, so that none is carried in vain', async () => {
    const device = office.device(app)
    const keys = { 'idempotency-key': randomUUID(), 'x-device-key': 'd'.repeat(43) }
    const answer = await app.request('/api/challenges?write=/files', { headers: keys })
    const { challenge } = (await answer.json()) as { challenge: Challenge }
    const sent = await device.postRaw('/files', 'no picture', { ...keys, ...(await header(challenge)) })
    expect([sent.status, ((await sent.json()) as ProblemBody).errors?.[0]?.code]).toEqual([
      422,
      'file-not-a-picture',
    ])
    expect((await app.request('/api/challenges?write=/work/items', { headers: keys })).status).toBe(404)
    expect((await app.request('/api/challenges?write=/files')).status).toBe(400)
  })

  it.each(strangersWrites)('is asked for work at $method $path', async ({ method, path }) => {
    const headers = { 'idempotency-key': randomUUID(), 'x-device-key': 'd'.repeat(43) }
    const address = pathWith(`/api${path}`, { id: randomUUID(), file: randomUUID(), part: '0' })
    await asked(await app.request(address, { method, headers, body: 'x' }))
  })

  it('does work once for all parts of a picture, and for no other picture', async () => {
    const keys = { 'idempotency-key': randomUUID(), 'x-device-key': 'd'.repeat(43) }
    const id = randomUUID()
    const put = (part: number, headers = {}, picture = id) =>
      app.request(`/api/files/${picture}/parts/${part}`, {
        method: 'PUT',
        headers: { ...keys, ...headers },
        body: 'part',
      })
    const proof = await header(await asked(await put(0)))
    for (const part of [0, 1, 2]) expect((await put(part, proof)).status).toBe(200)
    await asked(await put(0, proof, randomUUID()))
  })

  it('may send the same again on a breaking line, and not without end for one piece of work', async () => {
    const keys = { 'idempotency-key': randomUUID(), 'x-device-key': 'd'.repeat(43) }
    const send = (headers = {}) =>
      app.request('/api/files', { method: 'POST', headers: { ...keys, ...headers }, body: 'no picture' })
    const proof = await header(await asked(await send()))
    for (let at = 0; at < 5; at += 1) expect((await send(proof)).status).toBe(422)
    const again = await header(await asked(await send(proof)))
    expect((await send(again)).status).toBe(422)
  })

  it('reads in the description of the api where work is asked for', async () => {
    type Operation = { parameters?: { name: string }[]; responses: Record<string, unknown> }
    const answer = await app.request('/api/openapi.json')
    const { paths } = (await answer.json()) as { paths: Record<string, Record<string, Operation>> }
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, { responses }]) => '428' in responses)
        .map(([method, { parameters = [] }]) => {
          expect(parameters.map(({ name }) => name)).toContain(proofHeader)
          return `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`
        }),
    )
    // Writes ask for it always; questions past what a network may do in an hour, or may get wrong.
    const questions = ['salts', 'routes', 'conversation', 'conversation/proof', 'conversation/parts'].map((one) => `POST /complaints/${one}`)
    expect(described.sort()).toEqual([...strangersWrites.map(({ method, path }) => `${method} ${path}`), ...questions].sort())
  })
})

describe('somebody who is signed in', () => {
  it('is asked for nothing', async () => {
    const proof = await office.confirmPhone(office.device(), '19900000042')
    const device = office.device()
    const body = anApplication()
    const own = { ...body, applicant: { ...body.applicant, phone: '19900000042', phoneProof: proof } }
    expect((await device.post('/applications', own)).status).toBe(201)
    const again = await app.request('/api/challenges?write=/files', {
      headers: { 'idempotency-key': randomUUID(), 'x-device-key': 'd'.repeat(43), cookie: device.cookies() },
    })
    expect(await again.json()).toEqual({ challenge: null })
  })
})

describe('a network that asks much', () => {
  it('gets heavier work, and never so heavy that an honest phone gives up', async () => {
    const proofs = new Proofs(office.deps.vault, { demo: false })
    const ask = () =>
      proofs.challenge({ route: 'POST /applications', key: randomUUID(), device: 'd' }, '10.0.0.7')
    const triesFor = async (challenge: Challenge) => (await workOnPage(challenge))?.counter ?? Infinity
    const calm = []
    for (let at = 0; at < 8; at += 1) calm.push(await triesFor(await ask()))
    for (let at = 0; at < 400; at += 1) expect((await ask()).parameters.cost).toBe(2000)
    const busy = []
    for (let at = 0; at < 8; at += 1) busy.push(await triesFor(await ask()))
    expect(Math.max(...calm)).toBeLessThan(100)
    expect(Math.max(...busy)).toBeGreaterThanOrEqual(100)
    expect(Math.max(...busy)).toBeLessThan(600)
  })
})
