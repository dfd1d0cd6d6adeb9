import { afterAll, beforeAll, expect, it } from 'vitest'
import { anApplication, idNumberOf, openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const problem = async (answer: Response) =>
  (await answer.json()) as { type: string; errors?: { field: string; code: string }[] }

it('a village that does not exist in the county is refused as a place, not as our fault', async () => {
  const answer = await office.device().post('/applications', anApplication({ regionCode: '990101999999' }))
  expect(answer.status).toBe(422)
  expect((await problem(answer)).errors).toEqual([{ field: 'regionCode', code: 'not-served' }])
})

it('an endless body is refused on every route that takes one, also where nothing is stored', async () => {
  const endless = JSON.stringify({ text: '难'.repeat(100_000) })
  for (const path of [
    '/readings',
    '/assessments',
    '/tracking',
    '/applications',
    '/phone-codes',
    '/sessions',
  ]) {
    const answer = await office.device().postRaw(path, endless, { 'content-type': 'application/json' })
    expect({ path, status: answer.status }).toEqual({ path, status: 413 })
  }
})

it('a body of unknown length is measured as it comes', async () => {
  const pieces = Array.from({ length: 6 }, () => new TextEncoder().encode(' '.repeat(50_000)))
  const body = new ReadableStream({
    pull: (stream) => {
      const piece = pieces.pop()
      if (piece) stream.enqueue(piece)
      else stream.close()
    },
  })
  const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
  const sent = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
  expect((await office.app.request('/api/readings', sent)).status).toBe(413)
})

it('a refusal does not repeat a name of a field that was made up: it may be somebody’s number', async () => {
  const device = office.device()
  const secret = `${idNumberOf('1974-03-12')} 周素芬`
  const bodies: [string, unknown][] = [
    ['/phone-codes', { phone: '19900000001', [secret]: 1 }],
    ['/assessments', { household: { [secret]: 1 }, members: [] }],
    ['/assessments', { household: {}, members: [{ id: 'a', [secret]: 1 }] }],
    ['/assessments', { household: {}, members: [], parameters: { [secret]: 1 } }],
    ['/applications', { ...anApplication(), answers: { household: { [secret]: 1 }, members: [] } }],
  ]
  for (const [path, body] of bodies) {
    const answer = await device.post(path, body)
    const text = await answer.text()
    expect(answer.status).toBe(422)
    expect(text).not.toContain('周素芬')
    expect(text).not.toContain('990101')
  }
})

it('ten thousand wrong fields are not answered by ten thousand lines', async () => {
  const photos = Array.from({ length: 10_000 }, () => 'x')
  const answer = await office.device().post('/applications', anApplication({ photos }))
  expect(answer.status).toBe(422)
  expect((await problem(answer)).errors?.length).toBeLessThanOrEqual(50)
})

it('a day that no calendar has is no date', async () => {
  const assessed = await office
    .device()
    .post('/assessments', { household: {}, members: [], date: '2026-02-31' })
  expect(assessed.status).toBe(422)
})
