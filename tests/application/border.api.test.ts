import { afterAll, beforeAll, expect, it } from 'vitest'
import { anApplication, openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const typeOf = async (answer: Response) => ((await answer.json()) as { type: string }).type

it('a form that is no JSON is told so', async () => {
  const answer = await office.device().post('/applications', anApplication(), {
    headers: { 'content-type': 'text/plain' },
  })
  expect([answer.status, await typeOf(answer)]).toEqual([415, 'urn:yima:problem:unsupported-media'])
})

it('broken JSON and an endless body are refused before anything is read into them', async () => {
  const device = office.device()
  const json = { 'content-type': 'application/json' }
  expect(await typeOf(await device.postRaw('/applications', '{"words":', json))).toBe(
    'urn:yima:problem:malformed-body',
  )
  const endless = JSON.stringify({ ...anApplication(), words: '难'.repeat(100_000) })
  expect((await device.postRaw('/applications', endless, json)).status).toBe(413)
})

it('a write from somebody else’s page is refused, whatever cookies the browser sends along', async () => {
  const forged = await office.device().post('/applications', anApplication(), {
    headers: { origin: 'https://elsewhere.example', host: 'localhost:8787' },
  })
  expect(await typeOf(forged)).toBe('urn:yima:problem:foreign-origin')
})

it('every answer of the api says that it is not to be sniffed, framed or told on', async () => {
  for (const path of ['/health', '/regions', '/session', '/nothing-here']) {
    const { headers } = await office.device().get(path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  }
})

it('the document of the api names every write with its key and its answers', async () => {
  const document = (await (await office.device().get('/openapi.json')).json()) as {
    paths: Record<
      string,
      Record<string, { parameters?: { name: string }[]; responses: Record<string, unknown> }>
    >
  }
  const apply = document.paths['/applications']?.['post']
  expect(apply?.parameters?.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Idempotency-Key', 'X-Device-Key']),
  )
  expect(apply?.responses).toHaveProperty('201.content')
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, route] of Object.entries(methods)) {
      expect({ path, method, answers: Object.keys(route.responses).length > 0 }).toMatchObject({
        answers: true,
      })
    }
  }
})
