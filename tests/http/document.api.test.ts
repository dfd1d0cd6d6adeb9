import { afterAll, beforeAll, expect, it } from 'vitest'
import { openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

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
