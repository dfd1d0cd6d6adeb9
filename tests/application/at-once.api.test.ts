import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anApplication, openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const kept = async () => {
  const { rows } = await office.deps.db.$client.query<{ applications: number; opened: number }>(
    `SELECT (SELECT count(*) FROM application)::integer AS applications,
            (SELECT count(DISTINCT stream) FROM event)::integer AS opened`,
  )
  return rows[0]
}

describe('twenty who apply at the same moment', () => {
  it('are all received, but for the one whose picture nobody knows', async () => {
    const people = Array.from({ length: 20 }, () => office.device())
    const answers = await Promise.all(
      people.map((phone, at) =>
        phone.post('/applications', anApplication(at === 7 ? { photos: [randomUUID()] } : {})),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(people.map((_, at) => (at === 7 ? 422 : 201)))
    expect(await kept()).toEqual({ applications: 19, opened: 19 })
    const receipts = await Promise.all(
      answers
        .filter(({ status }) => status === 201)
        .map(async (answer) => (await answer.json()) as { receiptNumber: string }),
    )
    expect(new Set(receipts.map(({ receiptNumber }) => receiptNumber)).size).toBe(19)
  })

  it('with one key, because a bad line sent it again, are one', async () => {
    const before = (await kept())?.applications ?? 0
    const phone = office.device()
    const [key, body] = [randomUUID(), anApplication()]
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => phone.post('/applications', body, { key })),
    )
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
    const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { id: string }).id))
    expect(new Set(ids).size).toBe(1)
    expect((await kept())?.applications).toBe(before + 1)
  })
})
