import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerOf } from '../../web/src/app/outbox-order.ts'
import { removeUnusedPictures } from '@yima/api/file/unused'
import { anApplication, days, openOffice, type Office } from '../fixtures/office.ts'
import { runs } from '../fixtures/runs.ts'
import { OfficePhone, type Fault } from './office-phone.ts'

let office: Office
let small: Blob
let large: Blob
const totals = { runs: 0, lost: 0, twice: 0, stuck: 0 }
beforeAll(async () => {
  office = await openOffice()
  const photo = async (width: number): Promise<Blob> => {
    const raw = { raw: { width, height: width, channels: 3 as const } }
    const bytes = await sharp(randomBytes(width * width * 3), raw)
      .png()
      .toBuffer()
    return new Blob([new Uint8Array(bytes)], { type: 'image/png' })
  }
  small = await photo(40)
  large = await photo(240)
})
afterAll(async () => {
  const { runs: lives, lost, twice, stuck } = totals
  process.stdout.write(`outbox at the office: ${lives} runs, ${lost} lost, ${twice} twice, ${stuck} stuck\n`)
  await office.close()
})

const fault = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Fault>('none') },
  { weight: 2, arbitrary: fc.constantFrom<Fault>('request-lost', 'answer-lost', 'proxy', 'guard') },
)
const handed = (words: string, pictures: Blob[]) => {
  const parts = pictures.map((blob) => ({ id: randomUUID(), kind: 'file', path: '/files', body: null, blob }))
  const after = parts.map(({ id }) => id)
  const body = { ...anApplication({ words }), photos: after.map((id) => answerOf(id, 'id')) }
  const letter = { id: randomUUID(), kind: 'application', path: '/applications', body, after }
  return { id: letter.id, entries: [...parts, letter] }
}
const received = async (receiptNumber: string) => {
  const { rows } = await office.pool.query<{ photos: string; file: string | null }>(
    `SELECT count(f.id) AS photos FROM application a LEFT JOIN file f ON f.application_id = a.id
      WHERE a.receipt_number = $1 GROUP BY a.id`,
    [receiptNumber],
  )
  return rows.map(({ photos }) => Number(photos))
}
const countAll = async (): Promise<number> =>
  Number((await office.pool.query<{ n: string }>('SELECT count(*) AS n FROM application')).rows[0]?.n)

describe('an application with photos, on a bad line and a phone that dies', () => {
  it('reaches the real office once, whole, and its receipt reaches the phone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 14 }),
        fc.uniqueArray(fc.integer({ min: 2, max: 60 }), { maxLength: 3 }),
        fc.boolean(),
        async (faults, deaths, withLarge) => {
          const before = await countAll()
          const phone = new OfficePhone(office, faults, deaths)
          const pictures = withLarge ? [small, large] : [small]
          const { id, entries } = handed('家里没米下锅了，老人病着。', pictures)
          // Whoever saw the app die before it was handed over presses again, with the same draft.
          for (let turn = 0; turn < 4 && !phone.disk.entries.has(id); turn += 1)
            await phone.work((app) => app.enqueue(entries))
          for (let turn = 0; turn < 40 && phone.disk.find(id)?.answer === undefined; turn += 1)
            await phone.work((app) => app.sendNow())
          const answer = phone.disk.find(id)?.answer as { receiptNumber: string } | undefined
          totals.runs += 1
          if (answer === undefined) totals.stuck += 1
          expect(answer?.receiptNumber).toHaveLength(13)
          const photos = await received(answer!.receiptNumber)
          const made = (await countAll()) - before
          if (photos.length === 0) totals.lost += 1
          if (made > 1) totals.twice += 1
          expect({ photos, made }).toEqual({ photos: [pictures.length], made: 1 })
        },
      ),
      { numRuns: runs(8) },
    )
  })
})

it('a week and a day later its pictures are no longer there: they go anew by themselves, and nobody is asked', async () => {
  // The pictures arrive, the letter does not: small ones in one trip, large ones by question, parts and question.
  for (const [pictures, faults] of [
    [[small], ['none', 'request-lost']],
    [
      [small, small],
      ['none', 'none', 'answer-lost'],
    ],
  ] as [Blob[], Fault[]][]) {
    const phone = new OfficePhone(office, faults, [])
    const { id, entries } = handed('家里没米下锅了，老人病着。', pictures)
    await phone.work((app) => app.enqueue(entries).then(() => app.sendNow()))
    office.clock.goOn(days(9))
    await removeUnusedPictures(office.deps)
    for (let turn = 0; turn < 4; turn += 1) await phone.work((app) => app.sendNow())
    const answer = phone.disk.find(id)?.answer as { receiptNumber: string } | undefined
    expect(phone.app.entries().filter(({ refused }) => refused)).toEqual([])
    expect(await received(answer?.receiptNumber ?? '')).toEqual([pictures.length])
  }
})
